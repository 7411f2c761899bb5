//! One file of a simulated disk: what of it survives for sure, and what is in doubt.

/// What was done to a file and would not surely survive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pending {
    Create,
    Write { offset: u64, bytes: Vec<u8> },
    Truncate(u64),
    Delete,
}

/// One file.
#[derive(Debug, Default)]
pub(super) struct FileState {
    /// What survives for sure; `None` for no file at all.
    pub(super) durable: Option<Vec<u8>>,
    /// What was done since, in order.
    pub(super) pending: Vec<Pending>,
    /// The length as the program sees it.
    pub(super) length: u64,
    /// The program sees it.
    pub(super) exists: bool,
    pub(super) since_sync: SinceSync,
}

/// What was written to a file since its last sync; tells a write-ahead log's syncs apart.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum SinceSync {
    #[default]
    Nothing,
    HeaderLast,
    FramesLast,
}

impl FileState {
    /// A file that is there with this content, for sure.
    pub(super) fn found(content: Vec<u8>) -> Self {
        Self { length: count(&content), durable: Some(content), exists: true, ..Self::default() }
    }

    /// What was done so far survives from now on.
    pub(super) fn settle(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            apply(&mut self.durable, &pending);
        }
    }

    /// Another file was synced: that this one was made or deleted before survives as well, what is in it does not.
    pub(super) fn settle_name(&mut self) {
        if let Some(last) = self.pending.iter().rposition(|pending| *pending == Pending::Delete) {
            self.pending.drain(..=last);
            self.durable = None;
        }
        if self.pending.first() == Some(&Pending::Create) {
            self.pending.remove(0);
            self.durable = Some(Vec::new());
        }
    }
}

/// Does to `content` what was done to its file.
pub(super) fn apply(content: &mut Option<Vec<u8>>, pending: &Pending) {
    match pending {
        Pending::Create => *content = Some(Vec::new()),
        Pending::Write { offset, bytes } => write_at(content.get_or_insert_default(), *offset, bytes),
        Pending::Truncate(length) => {
            content.get_or_insert_default().resize(usize::try_from(*length).unwrap_or(usize::MAX), 0);
        }
        Pending::Delete => *content = None,
    }
}

fn write_at(content: &mut Vec<u8>, offset: u64, bytes: &[u8]) {
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let end = start.saturating_add(bytes.len());
    if content.len() < end {
        content.resize(end, 0);
    }
    if let Some(place) = content.get_mut(start..end) {
        place.copy_from_slice(bytes);
    }
}

/// How many bytes.
pub(super) fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
