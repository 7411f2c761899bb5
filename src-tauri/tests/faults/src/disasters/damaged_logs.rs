//! R6: the write-ahead log is cut, torn or rotten. Opening gives a state that was committed, never half a step.

use std::fs;
use std::ops::Range;

use super::life::{Opened, open};
use super::{Beginning, Findings, LOG, Life, Trouble, copy_files};
use crate::disk::{Dice, Survivors, scratch};

/// What damaged logs came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DamagedLogs {
    /// Logs that were damaged and opened.
    pub logs: u64,
    /// Of these cut at a random length.
    pub cut: u64,
    /// Of these with random sectors zeroed or replaced.
    pub torn: u64,
    /// Of these with one bit flipped.
    pub flipped: u64,
    /// Opened with everything in place.
    pub whole: u64,
    /// Opened in an earlier state that was acknowledged once.
    pub earlier: u64,
    /// How many different states that were.
    pub states: u64,
    /// Logs that do not open, do not check, or give what never was.
    pub broken: Findings,
}

/// Damages the logs of ledgers `count` times: half of them logs that were never taken over into the file, half logs
/// that were, and then begun anew over the old content.
///
/// # Errors
/// When it cannot be staged.
pub async fn damaged_logs(seed: u64, count: u64) -> Result<DamagedLogs, Trouble> {
    let mut figures = DamagedLogs::default();
    let fresh = Life::begin(&Beginning::new(seed, 15).await?).await?;
    damage_one(fresh, 25, count / 2, &mut figures).await?;
    let mut begun_anew = Life::begin(&Beginning::new(seed + 1, 15).await?).await?;
    while !log_begun_anew(&begun_anew)? {
        begun_anew.go_on(1).await?;
    }
    damage_one(begun_anew, 12, count - count / 2, &mut figures).await?;
    Ok(figures)
}

async fn damage_one(
    mut life: Life,
    steps: usize,
    count: u64,
    figures: &mut DamagedLogs,
) -> Result<(), Trouble> {
    for _ in 0..steps {
        life.go_on(1).await?;
    }
    let base = scratch()?;
    life.disk.image(base.path(), Survivors::Kept, 0)?;
    let log = fs::read(base.path().join(LOG))?;
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..count {
        let mut dice = Dice::new(number);
        let (damaged, what) = damage(&log, &mut dice, figures);
        let folder = scratch()?;
        copy_files(base.path(), folder.path())?;
        fs::write(folder.path().join(LOG), damaged)?;
        figures.logs += 1;
        match open(folder.path()).await? {
            Opened::Sound(dump) => match life.place_of(&dump) {
                Some(place) if place + 1 == life.acknowledged() => figures.whole += 1,
                Some(place) => {
                    seen.insert(place);
                    figures.earlier += 1;
                }
                None => figures.broken.add(format!("{what}: differs in {:?}", life.differences(&dump))),
            },
            Opened::Unsound(found) | Opened::Refused(found) => {
                figures.broken.add(format!("{what}: {found}"));
            }
        }
    }
    figures.states += u64::try_from(seen.len())?;
    Ok(())
}

/// Whether the log was taken over into the file and begun anew: its header counts how often
/// (<https://www.sqlite.org/fileformat2.html#wal_file_format>, the checkpoint sequence number).
fn log_begun_anew(life: &Life) -> Result<bool, Trouble> {
    let log = fs::read(life.folder().join(LOG))?;
    let sequence = log.get(12..16).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    Ok(sequence.is_some_and(|sequence| sequence > 0))
}

fn damage(log: &[u8], dice: &mut Dice, figures: &mut DamagedLogs) -> (Vec<u8>, String) {
    let mut damaged = log.to_owned();
    match dice.below(3) {
        0 => {
            figures.cut += 1;
            let length = dice.place(log.len());
            damaged.truncate(length);
            (damaged, format!("cut at {length}"))
        }
        1 => {
            figures.torn += 1;
            let sectors = tear(&mut damaged, dice);
            (damaged, format!("torn at {sectors:?}"))
        }
        _ => {
            figures.flipped += 1;
            let place = dice.place(log.len());
            let bit = dice.below(8);
            if let Some(byte) = damaged.get_mut(place) {
                *byte ^= 1 << bit;
            }
            (damaged, format!("bit {bit} of byte {place} flipped"))
        }
    }
}

/// Up to eight sectors in a row hold nothing, or rubbish, or what stands elsewhere in the log.
fn tear(log: &mut [u8], dice: &mut Dice) -> Range<usize> {
    let start = dice.place(log.len()) / 512 * 512;
    let end = (start + 512 * (1 + dice.place(8))).min(log.len());
    let other = dice.place(log.len().saturating_sub(end - start));
    let copy = log.get(other..other + (end - start)).map(<[u8]>::to_owned).unwrap_or_default();
    let kind = dice.below(3);
    if let Some(sectors) = log.get_mut(start..end) {
        match kind {
            0 => sectors.fill(0),
            1 => sectors.iter_mut().for_each(|byte| *byte = dice.number().to_le_bytes()[0]),
            _ => sectors.iter_mut().zip(copy).for_each(|(byte, elsewhere)| *byte = elsewhere),
        }
    }
    start..end
}
