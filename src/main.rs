//! The `loket` program: hands its arguments to `cli` and turns the outcome into an exit code.
fn main() {
    // Before anything else is started: the child must be alone when it confines itself.
    if std::env::args().nth(1).as_deref() == Some("__worker") {
        let done = loket::reader::worker_main(loket::mail::parse, loket::mail::attachment_bytes);
        std::process::exit(done);
    }
}
