//! The window's types are those of the commands.

use std::path::Path;

use specta_typescript::Typescript;

#[test]
fn bindings_are_up_to_date() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc/bindings.ts");
    let commands = counterfoil_lib::ipc::<tauri::test::MockRuntime>();
    if std::env::var_os("COUNTERFOIL_WRITE_BINDINGS").is_some() {
        commands.export(Typescript::default(), &committed).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    commands.export(Typescript::default(), &fresh).unwrap();
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    assert!(read(&fresh) == read(&committed), "the commands changed: run `make bindings`");
}
