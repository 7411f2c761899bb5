//! Damage below the database's own checks is noticed: changed money, changed or missing history.
