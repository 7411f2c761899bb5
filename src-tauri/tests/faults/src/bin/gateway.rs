//! The gateway as a program: see `faults::program::gateway`.

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    faults::program::gateway::serve()
}
