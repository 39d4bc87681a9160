//! A5-96: remote content, SSRF. A mail full of addresses of the web goes through the whole program, to its letters;
//! the kernel is asked (by strace) what the program and its children wanted of the net: nothing at all.
use super::super::office::{BAGUS, Office, RATNA};
use loket::demo::Paper;

const BODY: &str = "<html><head><link rel=stylesheet href=http://127.0.0.1:9/a.css><style>@import url(http://169.254.169.254/);</style></head>\
<body background=http://127.0.0.1:9/b.png><img src=http://127.0.0.1:9/c.png><a href=http://127.0.0.1:9/d>Mohon reset password Admin Agency, surat dan SK terlampir.</a></body></html>";

#[tokio::test]
async fn no_address_of_a_mail_is_ever_called() {
    let office = Office::open().await;
    let papers = [Paper::RATNA_LETTER, Paper::RATNA_DECREE];
    let post = office.mail(RATNA, "Reset password http://127.0.0.1:9/s", BODY, &papers);
    let post = post.swap("Content-Type: text/plain", "Content-Type: text/html");
    let post = post
        .field("List-Unsubscribe", "<http://127.0.0.1:9/u>")
        .field("Face", "http://127.0.0.1:9/f")
        .field("Content-Location", "http://127.0.0.1:9/l");
    let now = office.stage.now;
    let mut stage = office;
    stage.stage.deliver_raw(&post.delivered(now)).unwrap();
    let dir = stage.leave().await;
    let calls = dir.path().join("panggilan.txt");
    let mut command = std::process::Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg", "-o"]).arg(&calls);
    command.arg(env!("CARGO_BIN_EXE_loket"));
    command.args(["tick", "--config", "config/loket.toml", "--now", &now.to_string()]);
    let done = command.current_dir(dir.path()).output().expect("strace");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let letters = dir.path().join("surat/keluar").join(BAGUS.address).join("new");
    assert!(std::fs::read_dir(letters).unwrap().count() > 0, "Admin PPE has the letter");
    let told = std::fs::read_to_string(&calls).unwrap();
    let net: Vec<&str> =
        told.lines().filter(|l| l.contains("AF_INET") || l.contains("connect(")).collect();
    assert_eq!(net, Vec::<&str>::new());
}
