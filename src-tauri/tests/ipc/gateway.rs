//! The other side of the wire: the practice gateways as if they were real ones, and servers that misbehave.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use practice::{PracticeCredentials, PracticeOptions, PracticeServer};
use serde_json::{Value, json};

use crate::rig::{Rig, text, wait};

/// Practice gateways on loopback that live accounts are connected to, twenty times as fast as life.
pub(crate) struct Gateway(pub(crate) PracticeServer);

impl Gateway {
    pub(crate) fn start() -> Self {
        let options = PracticeOptions {
            speed: "20".parse().unwrap(),
            callback_time_factor: "0.001".parse().unwrap(),
            ..PracticeOptions::default()
        };
        Self(wait(PracticeServer::start(options)).unwrap())
    }

    pub(crate) fn credentials(&self, market: &str) -> PracticeCredentials {
        self.0.credentials().into_iter().find(|known| known.market == market).unwrap()
    }

    /// A form that connects a live account to a market of this gateway.
    pub(crate) fn form(&self, market: &str) -> Value {
        let known = self.credentials(market);
        json!({
            "name": format!("Shop {market}"),
            "marketId": market,
            "baseUrl": known.base_url,
            "insecureHostTyped": null,
            "keyId": known.key_id,
            "secret": known.secret,
            "notifyUrl": "https://shop.example/callbacks",
            "keyIsNew": false,
        })
    }

    /// Connects a live account and returns its id.
    pub(crate) fn connect(&self, rig: &Rig, market: &str) -> String {
        connect(rig, self.form(market))
    }

    /// How many requests of any kind came.
    pub(crate) fn requests(&self) -> usize {
        self.0.requests().values().sum()
    }
}

/// Connects an account by a form and returns its id.
pub(crate) fn connect(rig: &Rig, form: Value) -> String {
    let account = rig.call("connect_account", json!({ "request": form }));
    text(&account, "id").to_owned()
}

/// A form with some members changed.
pub(crate) fn with(mut form: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { unreachable!("an object") };
    for (name, value) in changes {
        form[name] = value;
    }
    form
}

/// What a misbehaving server does with a request that it has read.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Sends these bytes and hangs up.
    Says(String),
    /// Hangs up without a byte.
    HangsUp,
    /// Neither answers nor hangs up.
    Silent,
}

/// A server that does the same with every request.
pub(crate) struct Odd {
    address: SocketAddr,
    /// The first line of each request.
    requests: Arc<Mutex<Vec<String>>>,
}

impl Odd {
    pub(crate) fn start(manner: Manner) -> Self {
        let bound = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = bound.local_addr().unwrap();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let heard = Arc::clone(&requests);
        std::thread::spawn(move || {
            for connection in bound.incoming() {
                let (manner, heard) = (manner.clone(), Arc::clone(&heard));
                std::thread::spawn(move || serve(connection.unwrap(), &manner, &heard));
            }
        });
        Self { address, requests }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// How many of them were to make an order: the gateway is asked for its time as well.
    pub(crate) fn creations(&self) -> usize {
        self.requests.lock().unwrap().iter().filter(|line| line.contains("/create")).count()
    }
}

fn serve(mut connection: TcpStream, manner: &Manner, heard: &Mutex<Vec<String>>) {
    let mut first = None;
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        // A connection that was opened and never used is no request.
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        first.get_or_insert_with(|| line.clone());
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    heard.lock().unwrap().extend(first);
    match manner {
        Manner::Says(answer) => connection.write_all(answer.as_bytes()).unwrap(),
        Manner::HangsUp => {}
        Manner::Silent => {
            // Ends when the other side has lost its patience.
            let _bytes = reader.read(&mut [0]);
        }
    }
}

/// An HTTP answer.
pub(crate) fn http(status: &str, headers: &[&str], body: &str) -> String {
    let mut answer = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for header in headers {
        answer.push_str(header);
        answer.push_str("\r\n");
    }
    answer.push_str("\r\n");
    answer.push_str(body);
    answer
}

/// An address on which nobody listens.
pub(crate) fn nobody() -> String {
    let bound = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", bound.local_addr().unwrap())
}
