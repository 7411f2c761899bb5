//! No type that holds a secret can be serialised, so no command can hand one to the window (bar S2).
//! A breach does not fail at run time: this file then no longer compiles.

/// Has one candidate for every type, and a second one for types that can be serialised: naming it without
/// saying which is ambiguous for those, and only for those.
trait NotSerialisable<Which> {
    fn holds() -> bool {
        true
    }
}

struct Any;
struct Serialisable;

impl<T: ?Sized> NotSerialisable<Any> for T {}
impl<T: ?Sized + serde::Serialize> NotSerialisable<Serialisable> for T {}

#[test]
fn secrets_and_the_vault_cannot_be_serialised() {
    assert!(<vault::SecretString as NotSerialisable<_>>::holds());
    assert!(<vault::Vault as NotSerialisable<_>>::holds());
    assert!(<vault::VaultError as NotSerialisable<_>>::holds());
}
