//! Markup as mail programs write it.
use super::*;

fn text(html: &str) -> String {
    read(html).whole()
}

#[test]
fn reads_like_a_person() {
    assert_eq!(
        text("<p>Yth. Helpdesk,<br>mohon <b>informasi</b>&nbsp;kami</p><p>Terima&amp;kasih"),
        "Yth. Helpdesk,\nmohon informasi kami\n\nTerima&kasih"
    );
    assert_eq!(
        text("<table><tr><td>NIP</td><td>1985</td></tr><tr><td>Nama<td>Made</table>"),
        "NIP\t1985\nNama\tMade"
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
    assert_eq!(text("<ul><li>satu</li><li>dua</li></ul>"), "- satu\n- dua");
}

#[test]
fn hidden_text_is_not_read() {
    assert_eq!(text("<div style=\"display: none\">SETUJU</div>baik<span hidden>x</span>"), "baik");
}

#[test]
fn quotes_are_marked() {
    let html = "<div>Siap<blockquote type=\"cite\"><div>SETUJU</div></blockquote>jawab</div>";
    assert_eq!(text(html), "Siap\n> SETUJU\njawab");
}

#[test]
fn broken_markup_is_survived() {
    for html in ["<", "<a", "<a href=\"", "</", "<!--", "&", "&#;", "&#x110000;", "<p <p>", "a < b"]
    {
        let _ = text(html);
    }
    assert_eq!(text("5 < 6 dan 7 > 6"), "5 < 6 dan 7 > 6");
}
