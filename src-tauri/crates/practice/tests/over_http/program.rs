//! The server program, as a merchant's programmer starts it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use practice::{Market, OUTCOMES};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_counterfoil-practice"))
}

#[test]
fn it_explains_itself_and_refuses_nonsense() {
    let help = program().arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("--speed FACTOR"));
    for wrong in [vec!["--port", "many"], vec!["--speed", "0"], vec!["--tea", "1"], vec!["--state"]] {
        let answer = program().args(&wrong).output().unwrap();
        assert!(
            !answer.status.success() && !answer.stderr.is_empty() && answer.stdout.is_empty(),
            "{wrong:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn it_prints_everything_needed_serves_and_stops_on_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state.json");
    let mut child = program()
        .args(["--port", "0", "--speed", "2.5", "--state"])
        .arg(&state)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut text = String::new();
    for line in lines.by_ref().map(Result::unwrap) {
        text.push_str(&line);
        text.push('\n');
        if line.starts_with("All others") {
            break;
        }
    }
    for market in Market::ALL {
        assert!(text.contains(market.key_id()) && text.contains(market.secret()), "{market:?}");
        assert!(text.contains(&format!("/{}\n", market.name())));
    }
    assert!(OUTCOMES.iter().all(|row| text.contains(row.what_happens)));

    let address = text.split_once("http://").unwrap().1.split('/').next().unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream
        .write_all(b"GET /cashfast-mx/ping HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"version\":\"1.0.1\""), "{answer}");

    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    assert!(state.exists());
}
