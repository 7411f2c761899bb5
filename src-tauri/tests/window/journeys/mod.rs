//! What people do, from start to end.

mod first_minute;
