//! Choosing and taking back who opens links, on files of a folder of their own.

use std::path::Path;

use super::{DESKTOP_FILE, LinkPlaces, with_default};

fn places(folder: &Path) -> LinkPlaces {
    LinkPlaces {
        applications: folder.join("share/applications"),
        defaults: folder.join("config/mimeapps.list"),
        program: "/opt/Counter foil/100%/counterfoil".into(),
        home: None,
    }
}

const THEIRS: &str = "# mine\n[Added Associations]\ntext/csv=calc.desktop;\n\n[Default Applications]\ntext/csv=calc.desktop\n\
                      x-scheme-handler/http=browser.desktop\n\n[Removed Associations]\nimage/png=old.desktop;\n";

#[test]
fn choosing_and_taking_back_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    assert!(!places.state().on);
    std::fs::create_dir_all(folder.path().join("config")).unwrap();
    std::fs::write(&places.defaults, THEIRS).unwrap();
    places.set(true).unwrap();
    assert!(places.state().on);
    let chosen = std::fs::read_to_string(&places.defaults).unwrap();
    assert!(
        chosen.contains("x-scheme-handler/counterfoil=app.counterfoil.console.links.desktop;\n"),
        "{chosen}"
    );
    let entry = std::fs::read_to_string(places.applications.join(DESKTOP_FILE)).unwrap();
    assert!(entry.contains("Exec=\"/opt/Counter foil/100%%/counterfoil\" %u\n"), "{entry}");
    places.set(true).unwrap();
    assert_eq!(std::fs::read_to_string(&places.defaults).unwrap(), chosen, "chosen twice is chosen once");
    places.set(false).unwrap();
    assert_eq!(std::fs::read_to_string(&places.defaults).unwrap(), THEIRS);
    assert!(!places.applications.join(DESKTOP_FILE).exists() && !places.state().on);
}

#[test]
fn without_a_list_one_is_made_and_taking_back_what_was_never_chosen_is_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    places.set(false).unwrap();
    assert!(!places.defaults.exists());
    places.set(true).unwrap();
    assert!(places.state().on);
}

#[test]
fn another_program_is_named_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    std::fs::create_dir_all(folder.path().join("config")).unwrap();
    let theirs = "[Default Applications]\nx-scheme-handler/counterfoil = other.desktop ;\n";
    std::fs::write(&places.defaults, theirs).unwrap();
    assert_eq!(places.state().other.as_deref(), Some("other.desktop"));
    places.set(true).unwrap();
    assert!(places.state().on && places.state().other.is_none());
    places.set(false).unwrap();
    assert_eq!(places.state().other.as_deref(), Some("other.desktop"));
}

#[test]
fn a_program_that_was_moved_has_to_be_chosen_again() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    places.set(true).unwrap();
    let moved = LinkPlaces { program: "/usr/bin/counterfoil".into(), ..places };
    assert!(!moved.state().on);
    moved.set(true).unwrap();
    assert!(moved.state().on);
}

#[test]
fn a_data_folder_of_ones_own_is_named_and_a_path_that_could_say_more_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let named = |home: &str| LinkPlaces { home: Some(home.into()), ..places(folder.path()) };
    named("/data/shop 2").set(true).unwrap();
    let entry = std::fs::read_to_string(places(folder.path()).applications.join(DESKTOP_FILE)).unwrap();
    assert!(entry.contains("Exec=env \"COUNTERFOIL_HOME=/data/shop 2\" \"/opt"), "{entry}");
    for hostile in ["/data/\" rm", "/data/$(rm)", "/data/`rm`", "/data/\\", "/data/\nExec=rm"] {
        assert_eq!(named(hostile).set(true).unwrap_err().code, "link_handler", "{hostile:?}");
    }
}

#[test]
fn odd_lists_keep_what_they_hold() {
    let ours = format!("x-scheme-handler/counterfoil={DESKTOP_FILE};\n");
    assert_eq!(with_default("", true), format!("[Default Applications]\n{ours}"));
    assert_eq!(with_default("", false), "");
    assert_eq!(with_default("[A]\nb=c", true), format!("[A]\nb=c\n[Default Applications]\n{ours}"));
    assert_eq!(with_default("[Default Applications]", true), format!("[Default Applications]\n{ours}"));
    // The same key elsewhere is another thing.
    let elsewhere = "[Added Associations]\nx-scheme-handler/counterfoil=a.desktop;\n";
    assert_eq!(with_default(elsewhere, false), elsewhere);
}
