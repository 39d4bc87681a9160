//! Named styles of a DOCX and what they hand down. Knows no text.
use super::super::Fault;
use super::super::looks::{ParaLook, RunLook};
use super::super::xml::{Node, Xml};
use super::props;
use std::collections::HashMap;

const MOST_STYLES: usize = 2_000;
/// Styles based on each other; a circle ends here too.
const MOST_BASES: usize = 20;

#[derive(Clone, Debug, Default)]
struct Style {
    base: Option<String>,
    paragraph: ParaLook,
    run: RunLook,
}

/// All styles of the document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    named: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    defaults: Style,
    /// Tables' rows may stand on a coloured ground.
    resolved: HashMap<String, (ParaLook, RunLook)>,
}

impl Styles {
    pub(super) fn read(text: &str) -> Result<Styles, Fault> {
        let mut xml = Xml::new(text);
        let mut styles = Styles::default();
        if xml.root()?.is_none() {
            return Ok(styles);
        }
        while let Some(node) = xml.child()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "docDefaults" => styles.defaults = style(&mut xml)?,
                "style" => {
                    let id = tag.attr("styleId").unwrap_or_default();
                    let kind = tag.attr("type").unwrap_or_default();
                    let usual = matches!(tag.attr("default").as_deref(), Some("1" | "true" | "on"));
                    let style = style(&mut xml)?;
                    if usual && kind == "paragraph" {
                        styles.usual = Some(id.clone());
                    }
                    if styles.named.len() < MOST_STYLES {
                        styles.named.insert(id, style);
                    }
                }
                _ => xml.skip()?,
            }
        }
        Ok(styles)
    }

    /// What a style says with all it is based on; of paragraphs without one, the usual style.
    pub(super) fn of(&mut self, name: Option<&str>) -> (ParaLook, RunLook) {
        let name = name
            .filter(|n| self.named.contains_key(*n))
            .map(str::to_string)
            .or_else(|| self.usual.clone())
            .unwrap_or_default();
        if let Some(known) = self.resolved.get(&name) {
            return known.clone();
        }
        let (paragraph, run) = self.chain(&name);
        let whole = (paragraph.over(&self.defaults.paragraph), run.over(&self.defaults.run));
        self.resolved.insert(name, whole.clone());
        whole
    }

    /// What a style of letters says.
    pub(super) fn run(&self, name: &str) -> RunLook {
        self.chain(name).1
    }

    fn chain(&self, name: &str) -> (ParaLook, RunLook) {
        let mut paragraph = ParaLook::default();
        let mut run = RunLook::default();
        let mut next = Some(name.to_string());
        for _ in 0..MOST_BASES {
            let Some(style) = next.as_ref().and_then(|n| self.named.get(n)) else { break };
            paragraph = paragraph.over(&style.paragraph);
            run = run.over(&style.run);
            next = style.base.clone();
        }
        (paragraph, run)
    }
}

/// Reads `w:style` or `w:docDefaults`, which was just opened.
fn style(xml: &mut Xml) -> Result<Style, Fault> {
    let mut style = Style::default();
    let mut open = 0usize;
    loop {
        match xml.next()? {
            Node::End => return Err(Fault::Broken),
            Node::Close if open == 0 => return Ok(style),
            Node::Close => open -= 1,
            Node::Text(_) => {}
            Node::Open(tag) => match tag.name() {
                "basedOn" => {
                    style.base = tag.attr("val");
                    xml.skip()?;
                }
                "pPr" => style.paragraph = props::paragraph(xml)?.0,
                "rPr" => style.run = props::run(xml)?,
                // Only of the first row, the last column and so on.
                "tblStylePr" => xml.skip()?,
                _ => open += 1,
            },
        }
    }
}
