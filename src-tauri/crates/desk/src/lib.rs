//! desk
mod accounts { pub mod base_url; }
mod http;
mod link;
mod mask;
mod stamp;
mod tracker { mod schedule; }
