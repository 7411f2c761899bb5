//! The processes of a window, from `/proc`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A process and everything that it started, itself first.
pub(crate) fn tree(of: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for pid in all() {
        if let Some(parent) = parent(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = vec![of];
    let mut seen: BTreeSet<u32> = found.iter().copied().collect();
    let mut next = 0;
    while let Some(pid) = found.get(next).copied() {
        next += 1;
        for child in children.get(&pid).into_iter().flatten() {
            if seen.insert(*child) {
                found.push(*child);
            }
        }
    }
    found
}

/// Memory of processes, pages that several share counted once in all. `None`: the system does not let us read it; the
/// program closes its memory to other processes of the same person, so that this takes an administrator.
pub(crate) fn pss_bytes(pids: &[u32]) -> Option<u64> {
    pids.iter().filter(|pid| is_alive(**pid)).map(|pid| pss_of(*pid)).sum()
}

fn pss_of(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    pss_in(&text)
}

fn pss_in(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}

/// Whether it runs; one that has ended and was not fetched yet does not.
pub(crate) fn is_alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| field(&stat, 0) != Some("Z"))
}

fn all() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

fn parent(pid: u32) -> Option<u32> {
    field(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?, 1)?.parse().ok()
}

/// A field behind the process's name, which may itself hold spaces and brackets.
fn field(stat: &str, n: usize) -> Option<&str> {
    stat.rsplit_once(") ")?.1.split(' ').nth(n)
}

#[cfg(test)]
mod tests {
    use super::{field, is_alive, pss_bytes, pss_in, tree};
    use std::process::Command;

    #[test]
    fn names_do_not_disturb() {
        let stat = "77 (Web) S (x) S 12 77 77 0";
        assert_eq!((field(stat, 0), field(stat, 1)), (Some("S"), Some("12")));
        assert_eq!(pss_in("Rss: 10 kB\nPss:                 2 kB\n"), Some(2048));
    }

    #[test]
    fn a_child_belongs_to_its_parent_until_it_ends() {
        let mut child = Command::new("sleep").arg("30").spawn().unwrap();
        let own = std::process::id();
        assert!(tree(own).contains(&child.id()) && tree(own)[0] == own);
        assert!(is_alive(child.id()) && pss_bytes(&[own]).is_some_and(|bytes| bytes > 100_000));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!is_alive(child.id()) && !tree(own).contains(&child.id()));
    }
}
