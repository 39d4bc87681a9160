//! The language of the stories: reading a file, and playing it on a stage. Knows the stage; decides
//! nothing of Loket's.
mod bounce;
mod claims;
mod courses;
mod expect;
mod letter;
mod script;
mod stage;

pub use stage::Play;

use script::Line;
use std::path::PathBuf;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// Names of all story files.
pub fn files() -> Vec<String> {
    let entries = std::fs::read_dir(folder("stories")).expect("tests/data/stories");
    let names = entries.map(|e| e.expect("entry").file_name().into_string().expect("UTF-8 name"));
    names.filter_map(|n| n.strip_suffix(".story").map(str::to_owned)).collect()
}

/// Plays one story from its file. Panics with the line that does not hold.
pub async fn play(name: &str) {
    let text = std::fs::read_to_string(folder("stories").join(format!("{name}.story")))
        .expect("a story file");
    let lines = script::read(&text);
    let dir = tempfile::tempdir().expect("a folder");
    let mut play = Play::begin(dir.path(), &lines).await;
    for line in lines.iter().filter(|l| !matches!(l.word(0), "given" | "secret")) {
        if let Err(what) = one(&mut play, line).await {
            panic!(
                "{name}.story line {}: {}\n  {what}\n{}",
                line.number,
                line.text,
                play.scene().await
            );
        }
    }
    if let Err(what) = claims::hold(&play).await {
        panic!("{name}.story at its end: {what}\n{}", play.scene().await);
    }
    play.stage.daemon.close().await;
}

async fn one(play: &mut Play, line: &Line) -> Result<(), String> {
    match line.word(0) {
        "expect" => expect::that(play, line).await,
        _ => play.act(line).await,
    }
}
