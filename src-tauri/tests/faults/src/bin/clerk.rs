//! The clerk as a program: see `faults::program::clerk`. Its one argument is what it is told, as JSON.

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let told = std::env::args().nth(1).ok_or("what shall I do?")?;
    faults::program::clerk::work(serde_json::from_str(&told)?).await
}
