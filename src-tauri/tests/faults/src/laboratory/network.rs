//! What carries the desk's requests in the laboratory: nothing that arrives is sure to, and nothing only once.

use std::fmt;

use desk::{Carrier, Errand, Exchange};
use futures_util::future::BoxFuture;
use gateways::WireRequest;
use url::Url;

use super::world::World;

/// The network as one start of the program sees it.
pub(super) struct SimulatedNetwork(pub(super) World);

impl fmt::Debug for SimulatedNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimulatedNetwork")
    }
}

impl Carrier for SimulatedNetwork {
    fn carry<'a>(
        &'a self,
        base_url: &'a Url,
        request: &'a WireRequest,
        errand: Errand,
    ) -> BoxFuture<'a, Exchange> {
        let answered = self.0.post(base_url, request, errand);
        Box::pin(async move {
            match answered.await {
                Ok(exchange) => exchange,
                // The machine is dead.
                Err(_) => std::future::pending().await,
            }
        })
    }
}
