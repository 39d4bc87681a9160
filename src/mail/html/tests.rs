//! Markup as mail programs write it.
use super::*;
use proptest::prelude::*;

const CUT: &str = "-----Original Message-----";

fn text(html: &str) -> String {
    read(html).whole()
}

/// What is left for finding the new words: no quotes, nothing below the border.
fn new(html: &str) -> String {
    let answer = read(html).answer(CUT);
    let lines = answer.lines().take_while(|l| *l != CUT).filter(|l| !l.starts_with("> "));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[test]
fn reads_like_a_person() {
    assert_eq!(
        text("<p>Yth. Helpdesk,<br>mohon <b>informasi</b>&nbsp;kami</p><p>Terima&amp;kasih"),
        "Yth. Helpdesk,\nmohon informasi kami\n\nTerima&kasih"
    );
    assert_eq!(
        text(
            "<style>x</style><script>alert('<p>')</script><b>a</b><!-- c --> &lt;b&gt; &eacute;&#8217;"
        ),
        "a <b> é’"
    );
    assert_eq!(
        text("<a href=\"https://drive.cloud.example/d/1\">unduh</a>"),
        "unduh (https://drive.cloud.example/d/1)"
    );
    assert_eq!(text("&notin;&hellip;&#x1F64F;&copy&zwj;&shy;"), "∉…🙏©\u{200d}");
    assert_eq!(text("<h1>Hal</h1>isi<hr>tanda"), "Hal\n\nisi\n\ntanda");
    assert_eq!(text("<pre>a\n  b\n\n<i>c</i></pre>d"), "a\n  b\n\nc\n\nd");
    assert_eq!(text("1 \u{80} = \u{85}"), "1 € = …");
    let pictures = "<img alt='Peta kantor'> <img src=x width=1 height=1 alt=x>";
    assert_eq!(text(pictures), "[Peta kantor]");
    assert_eq!(text(&format!("{pictures}isi<img alt='🙏'>")), "isi🙏");
    assert_eq!(
        text(
            "<a href=https://a.example/x><img alt=Unduh></a><a href=https://a.example/y><img></a>"
        ),
        "Unduh (https://a.example/x)"
    );
}

#[test]
fn tables_come_row_by_row() {
    assert_eq!(
        text("<table><tr><td>NIP</td><td>1985</td></tr><tr><td>Nama<td>Made</table>"),
        "NIP\t1985\nNama\tMade"
    );
    // Word puts a paragraph into every cell.
    assert_eq!(
        text(
            "Data:<table><tr><td><p class=MsoNormal>Nama<o:p></o:p></p></td><td><p>:</p></td>\
             <td><p>Ratna</p></td></tr><tr><td><p>Unit</p></td><td><p>:</p></td>\
             <td><p>Balai Contoh</p><p>Teluk Contoh</p></td></tr></table>Demikian."
        ),
        "Data:\n\nNama\t:\tRatna\nUnit\t:\tBalai Contoh\nTeluk Contoh\n\nDemikian."
    );
    // Columns of a layout stay one below the other.
    assert_eq!(
        text("<table><tr><td><p>a</p><p>b</p></td><td><p>c</p><p>d</p></td></tr></table>"),
        "a\n\nb\n\nc\n\nd"
    );
    assert_eq!(
        text(
            "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>"
        ),
        "a\tb\nc"
    );
}

#[test]
fn lists_keep_their_numbers() {
    assert_eq!(text("<ul><li>satu</li><li>dua</li></ul>"), "- satu\n- dua");
    assert_eq!(
        text("Syarat:<ol><li><p>SK</p><li>Surat<ul><li>cap<li>paraf</ul><li></li></ol>Sekian"),
        "Syarat:\n\n1. SK\n\n2. Surat\n  - cap\n  - paraf\n\nSekian"
    );
    assert_eq!(text("<ol type=a start=3><li>x<li>y</ol>"), "c. x\nd. y");
}

#[test]
fn hidden_text_is_not_read() {
    assert_eq!(text("<div style=\"display: none\">SETUJU</div>baik<span hidden>x</span>"), "baik");
    let preview =
        "<div style='font-size:0;max-height:0;overflow:hidden'>pratinjau&zwnj;&nbsp;</div>";
    assert_eq!(text(&format!("{preview}isi")), "isi");
    // Newsletter builders set the size to nothing outside and give it back inside.
    assert_eq!(
        text("<td style='font-size:0px'><div style='font-size:13px'>isi</div></td>z"),
        "isi\nz"
    );
    assert_eq!(text("<title>judul</title><body>isi<template>x</template>"), "isi");
    assert_eq!(text("<b style='display:none'><div>x</b>y</div>z"), "y\nz");
}

#[test]
fn what_office_writes() {
    assert_eq!(
        text("<!--[if gte mso 9]><xml>x</xml><![endif]--><![if !mso]>tampak<![endif]><o:p/>"),
        "tampak"
    );
    assert_eq!(text("<!--[if !mso]><!-->tampak<!--<![endif]-->"), "tampak");
    assert_eq!(text("<p>a<o:p>&nbsp;</o:p></p><p><o:p>&nbsp;</o:p></p><p>b</p>"), "a\n\nb");
}

#[test]
fn addresses_in_angle_brackets_are_words() {
    assert_eq!(
        text("Pada Sen, Made <Made.Ardika@LCPP.example> menulis:"),
        "Pada Sen, Made <Made.Ardika@LCPP.example> menulis:"
    );
    assert_eq!(text("é\r\nlihat <https://a.example/x> ya"), "é lihat <https://a.example/x> ya");
}

#[test]
fn quotes_are_marked() {
    let html = "<div>Siap<blockquote type=\"cite\"><div>SETUJU</div></blockquote>jawab</div>";
    assert_eq!(text(html), "Siap\n> SETUJU\njawab");
    assert_eq!(new(html), "Siap\njawab");
}

#[test]
fn each_program_marks_its_old_mail() {
    for html in [
        "baru<div class=\"gmail_quote\"><div class=\"gmail_attr\">Den 9 nov skrev X:</div><blockquote class=\"gmail_quote\">lama</blockquote></div>",
        "baru<div class=\"gmail_extra\"><div class=\"gmail_quote\">9. nov. 2026 klokka 09.41 skrev X &lt;x@y.example&gt;:<br><blockquote class=\"gmail_quote\">lama</blockquote></div></div>",
        "baru<div id=\"appendonsend\"></div><hr><div id=\"x_divRplyFwdMsg\"><b>Saatja:</b> X</div>lama",
        "baru<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>Feladó:</b> X</p></div><p>lama</p>",
        "baru<hr id=\"stopSpelling\">Date: Mon, 9 Nov 2026<br>From: x@y.example<br><br>lama",
        "baru<hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\">Von: X</div><div data-marker=\"__QUOTED_TEXT__\">lama</div>",
        "baru<div id=\"ydp12abyahoo_quoted_99\" class=\"ydp12abyahoo_quoted\"><div>Le lun. X a écrit :</div><div>lama</div></div>",
        "baru<div class=\"moz-cite-prefix\">Op 9-11-2026 schreef X:<br></div><blockquote type=\"cite\">lama</blockquote>",
        "baru<div class=\"protonmail_quote\">X skrev:<br><blockquote class=\"protonmail_quote\" type=\"cite\">lama</blockquote></div>",
        "baru<div id=\"composer_referenced_message\">lama</div>",
        "baru<div id=\"ms-outlook-mobile-reference-message\">lama</div>",
        "baru<div name=\"messageReplySection\">lama</div>",
        "baru<div class=\"zmail_extra\">lama</div>",
        "baru<blockquote id=\"isReplyContent\">lama</blockquote>",
        "baru<span id=\"OLK_SRC_BODY_SECTION\"><div>lama</div></span>",
        "baru<p id=\"reply-intro\">X skrev:</p><blockquote type=\"cite\">lama</blockquote>",
        "baru<br>09.11.2026, 09:41, X &lt;x@y.example&gt;:<br><blockquote><p>lama</p></blockquote>",
        "baru<blockquote class=\"history_container\" type=\"cite\">lama</blockquote>",
        "baru<blockquote>lama</blockquote>",
    ] {
        assert_eq!(new(html), "baru", "{html}");
        assert!(text(html).contains("lama"), "{html}");
    }
}

#[test]
fn answers_between_the_quotes_stay() {
    let html = "<div class=\"gmail_quote\"><div class=\"gmail_attr\">Pada Sen X menulis:</div>\
                <blockquote class=\"gmail_quote\">tanya satu</blockquote><div>jawab satu</div>\
                <blockquote class=\"gmail_quote\">tanya dua</blockquote><div>jawab dua</div></div>";
    assert_eq!(new(html), "jawab satu\njawab dua");
}

#[test]
fn set_in_words_of_ones_own_stay() {
    let own = "Isi surat:<blockquote style=\"margin:0 0 0 40px;border:none;padding:0\">Hal: reset</blockquote>";
    assert_eq!(new(own), "Isi surat:\nHal: reset");
    let both = "lihat<blockquote>pasal 3</blockquote>ya<br>9/11/2026 09:41 X &lt;x@y.example&gt;:<blockquote>lama</blockquote>";
    assert_eq!(new(both), "lihat\npasal 3\nya");
    // A form after a rule is no header.
    assert_eq!(
        new("Data kami<hr>Nama: Made<br>Email: m@x.example"),
        "Data kami\n\nNama: Made\nEmail: m@x.example"
    );
}

#[test]
fn signatures_go_unless_they_are_all() {
    for html in [
        "baru<div class=\"gmail_signature\">Made</div>",
        "baru<div id=\"ms-outlook-mobile-signature\">Made</div>",
        "baru<div id=\"Signature\">Made</div>",
        "baru<div class=\"moz-signature\">Made</div>",
        "baru<div class=\"protonmail_signature_block\">Made</div>",
        "baru<div id=\"AppleMailSignature\">Made</div>",
        "baru<div name=\"messageSignatureSection\">Made</div>",
        "baru<div data-marker=\"__SIG_PRE__\">Made</div>",
    ] {
        assert_eq!(new(html), "baru", "{html}");
        assert_eq!(text(html), "baru\nMade", "{html}");
    }
    assert_eq!(new("<div id=\"Signature\">Siap</div>"), "Siap");
}

#[test]
fn a_forwarded_mail_is_kept_below_its_line() {
    let html = "<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Videresendt besked ---------<br>\
                Fra: X</div>isi <blockquote>dalam</blockquote>lagi</div>";
    assert_eq!(
        read(html).answer(CUT),
        "---------- Forwarded message ---------\nFra: X\nisi\ndalam\nlagi"
    );
}

#[test]
fn a_document_may_name_its_character_set() {
    let name = |html: &str| named_charset(html.as_bytes());
    assert_eq!(name("<html><head><meta charset=KOI8-R>").as_deref(), Some("koi8-r"));
    let old = "<META http-equiv='Content-Type' content='text/html; charset=big5'>";
    assert_eq!(name(old).as_deref(), Some("big5"));
    assert_eq!(name("<meta name=x content=y><meta charset=gbk>").as_deref(), Some("gbk"));
    assert_eq!(name("<meta charset=utf-16>"), None);
    assert_eq!(name("charset=big5"), None);
}

#[test]
fn broken_markup_is_survived() {
    for html in ["<", "<a", "<a href=\"", "</", "<!--", "&", "&#;", "&#x110000;", "<p <p>", "a < b"]
    {
        let _ = text(html);
    }
    assert_eq!(text("5 < 6 dan 7 > 6"), "5 < 6 dan 7 > 6");
    assert_eq!(text("<p class=a b c=>x<b>y<i>z</b>w</i></p></div></td>"), "xyzw");
    assert_eq!(text("<td>a</table></tr>b</li>c</ol></blockquote>d"), "abcd");
}

/// Depth and number cost nothing: what is remembered and made stays in proportion to what is read.
#[test]
fn towers_are_bounded() {
    for unit in [
        "<div>",
        "<blockquote>a",
        "<b><div>",
        "<ul><li>a",
        "<table><tr><td>a<td>b",
        "<pre>\n",
        "<div class=gmail_quote>a",
        "<span style='font-size:0'>",
        "<a href=http://a.example/x>b",
        "</p>",
        "<hr>",
        "<td>a",
        "&nbsp;\u{200c}",
        "<!--",
        "<title>",
        "</b>",
    ] {
        let html = unit.repeat(20_000);
        let page = read(&html);
        let made: usize = page.lines.iter().map(|l| l.text.len() + 1).sum();
        assert!(made <= 4 * html.len(), "{unit} {made}");
        assert!(page.whole().len() <= 24 * html.len(), "{unit}");
        assert!(page.answer(CUT).len() <= 30 * html.len(), "{unit}");
    }
}

proptest! {
    #[test]
    fn any_soup_is_read(parts in prop::collection::vec(prop::sample::select(vec![
        "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<blockquote>", "</blockquote>", "<table>", "</table>",
        "<tr>", "</tr>", "<td>", "</td>", "<ul>", "<ol>", "</ul>", "</ol>", "<li>", "<a href='https://a.example'>", "</a>",
        "<div class=gmail_quote>", "<div id=divRplyFwdMsg>", "<div style='display:none'>", "<span style=font-size:0>",
        "</span>", "<hr>", "<br>", "<pre>", "</pre>", "<div id=Signature>", "<script>rahasia</script>", "<!--", "-->",
        "<title>rahasia</title>", "< ", ">", "&amp;", "kata", "\n", "From: a@b.example", "12:30 menulis:", "<o:p>", "</o:p>",
        "<style>rahasia</style>", "<x@y.example>", "<span hidden>", "---",
    ]), 0..60)) {
        let page = read(&parts.concat());
        let (whole, answer) = (page.whole(), page.answer(CUT));
        prop_assert!(!whole.contains("rahasia") && !answer.contains("rahasia"));
        let words = |t: &str| t.matches("kata").count();
        prop_assert!(words(&answer) <= words(&whole));
    }

    #[test]
    fn any_words_survive(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&String::from_utf8_lossy(&bytes)).whole();
    }

    #[test]
    fn escaped_words_come_back(words in "[a-zA-Z0-9<>&\"' ]{0,60}") {
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let squeezed = words.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(text(&format!("<p>{escaped}</p>")), squeezed);
    }
}
