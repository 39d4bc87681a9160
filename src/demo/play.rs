//! stub
#[derive(Debug, thiserror::Error)]
pub enum DemoError { #[error("x")] X }
pub async fn play() -> Result<(), DemoError> { Ok(()) }
