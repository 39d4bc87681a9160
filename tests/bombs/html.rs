//! Pages that a reader of HTML chokes on. Knows markup only.
use super::{Bomb, cut, markup, numbered, whole};

/// `n` openings of a tag.
fn opened(tag: &str, n: usize) -> Vec<u8> {
    markup(tag.repeat(n))
}

pub const BOMBS: &[Bomb] = &[
    whole("divs", 500_000, 20_000, |n| opened("<div>", n)),
    whole("divs_of_words", 500_000, 20_000, |n| opened("<div>a", n)),
    whole("divs_closed", 500_000, 20_000, |n| {
        markup(format!("{}a{}", "<div>".repeat(n), "</div>".repeat(n)))
    }),
    whole("closings", 500_000, 20_000, |n| opened("</div>", n)),
    whole("closings_of_others", 200_000, 10_000, |n| {
        markup(format!("{}{}", "<div>".repeat(n), "</span>".repeat(n)))
    }),
    whole("quotes_in_page", 500_000, 20_000, |n| opened("<blockquote>", n)),
    whole("quotes_of_words", 500_000, 20_000, |n| opened("<blockquote>a", n)),
    whole("quotes_cited", 200_000, 10_000, |n| opened("<blockquote type=cite>a<br>", n)),
    whole("quotes_of_gmail", 200_000, 10_000, |n| opened("<div class=gmail_quote>a", n)),
    whole("quotes_of_outlook", 200_000, 10_000, |n| {
        opened("<div id=divRplyFwdMsg>From: a</div>", n)
    }),
    whole("spans", 500_000, 20_000, |n| opened("<span>a", n)),
    whole("tables", 200_000, 10_000, |n| opened("<table><tr><td>a", n)),
    whole("cells", 500_000, 20_000, |n| markup(format!("<table><tr>{}", "<td>a".repeat(n)))),
    whole("rows", 500_000, 20_000, |n| markup(format!("<table>{}", "<tr><td>a<td>b".repeat(n)))),
    whole("cells_spanning", 100_000, 5_000, |n| {
        markup(format!("<table>{}", "<tr><td colspan=999999 rowspan=999999>a".repeat(n)))
    }),
    whole("lists", 500_000, 20_000, |n| opened("<ul><li>a", n)),
    whole("lists_numbered", 500_000, 20_000, |n| opened("<ol start=99999999999><li>a", n)),
    whole("headings", 500_000, 20_000, |n| opened("<h1>a", n)),
    whole("breaks", 1_000_000, 40_000, |n| opened("<br>", n)),
    whole("rulers", 1_000_000, 40_000, |n| opened("<hr>", n)),
    whole("paragraphs", 1_000_000, 40_000, |n| opened("<p>", n)),
    whole("preformatted", 500_000, 20_000, |n| opened("<pre>a\n", n)),
    whole("links", 500_000, 10_000, |n| opened("<a href=\"https://a.example/\">a", n)),
    whole("links_closed", 500_000, 10_000, |n| {
        markup(numbered(n, |k| format!("<a href=\"https://a.example/{k}\">a</a>")))
    }),
    whole("links_open", 500_000, 20_000, |n| opened("<a href=\"", n)),
    whole("link_long", 8_000_000, 400_000, |n| {
        markup(format!("<a href=\"https://a.example/{}\">a</a>", "x".repeat(n)))
    }),
    whole("images", 500_000, 20_000, |n| opened("<img alt=a src=cid:x>", n)),
    whole("attributes", 1_000_000, 40_000, |n| {
        markup(format!("<div {}>a</div>", "a=b ".repeat(n)))
    }),
    whole("attributes_each_other", 1_000_000, 40_000, |n| {
        markup(format!("<div {}>a</div>", numbered(n, |k| format!("a{k}='"))))
    }),
    whole("attributes_without_value", 1_000_000, 40_000, |n| {
        markup(format!("<div {}", "= ".repeat(n)))
    }),
    whole("classes", 200_000, 10_000, |n| {
        markup(format!("<div class=\"{}\">a</div>", "gmail_quote ".repeat(n)))
    }),
    whole("styles", 200_000, 10_000, |n| {
        opened("<div style=\"display:none;display:block\">a</div>", n)
    }),
    whole("style_long", 2_000_000, 100_000, |n| {
        markup(format!("<p style=\"{}\">a</p>", "display :".repeat(n / 9)))
    }),
    whole("style_sheets", 500_000, 20_000, |n| opened("<style>a{b:c}", n)),
    whole("style_sheets_closed", 500_000, 20_000, |n| opened("<style>a{b:c}</style>a", n)),
    whole("scripts", 500_000, 20_000, |n| opened("<script>", n)),
    whole("scripts_almost_closed", 500_000, 20_000, |n| opened("<script></scrip", n)),
    whole("titles", 500_000, 20_000, |n| opened("<title>a", n)),
    whole("text_areas", 500_000, 20_000, |n| opened("<textarea>a", n)),
    whole("comments", 500_000, 20_000, |n| opened("<!--", n)),
    whole("comments_closed", 500_000, 20_000, |n| opened("<!---->", n)),
    whole("comment_long", 30_000_000, 400_000, |n| markup(format!("<!--{}-->a", "-".repeat(n)))),
    whole("conditional_comments", 500_000, 20_000, |n| opened("<!--[if mso]><p>", n)),
    whole("conditional_marks", 500_000, 20_000, |n| opened("<![if !mso]>a<![endif]>", n)),
    whole("cdata", 500_000, 20_000, |n| opened("<![CDATA[a", n)),
    whole("instructions", 500_000, 20_000, |n| opened("<?xml a", n)),
    whole("angles", 5_000_000, 200_000, |n| opened("<", n)),
    whole("angles_and_letters", 2_000_000, 100_000, |n| opened("<a", n)),
    whole("angles_and_bangs", 2_000_000, 100_000, |n| opened("<!", n)),
    whole("angles_and_slashes", 2_000_000, 100_000, |n| opened("</", n)),
    whole("quotes_in_tag", 2_000_000, 100_000, |n| markup(format!("<a {}", "'\"".repeat(n)))),
    whole("entities", 1_000_000, 40_000, |n| opened("&amp;", n)),
    whole("entities_open", 2_000_000, 100_000, |n| opened("&", n)),
    whole("entities_long", 2_000_000, 100_000, |n| markup(format!("&{}", "a".repeat(n)))),
    whole("entities_numbered", 1_000_000, 40_000, |n| opened("&#999999999999;&#x41;&#0;", n / 3)),
    whole("entities_spaces", 1_000_000, 40_000, |n| opened("&nbsp;", n)),
    whole("spaces", 30_000_000, 400_000, |n| markup(" ".repeat(n))),
    cut("words_in_page", 30_000_000, 1_500_000, |n| markup("kata ".repeat(n / 5))),
    whole("marks_crossed", 200_000, 10_000, |n| opened("<b><i></b></i>a", n)),
    whole("forms_in_tables", 100_000, 5_000, |n| opened("<table><form><tr><b><td>", n)),
    whole("drawings", 200_000, 10_000, |n| opened("<svg><math><style><a>", n)),
    whole("templates", 200_000, 10_000, |n| opened("<template><select><option>a", n)),
    whole("office_marks", 200_000, 10_000, |n| opened("<o:p></o:p><w:WordDocument>a", n)),
];
