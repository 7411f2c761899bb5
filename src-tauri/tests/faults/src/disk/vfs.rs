//! The layer between SQLite and the operating system (<https://www.sqlite.org/vfs.html>): everything is handed on to
//! the system's own layer, and what concerns a watched folder goes through its [`Volume`] first.
#![expect(unsafe_code, reason = "SQLite's file layer is a table of C functions")]

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::io;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock};

use libsqlite3_sys as sys;
use libsqlite3_sys::{sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

use super::volume::{Refused, Volume};

const NAME: &CStr = c"counterfoil-faults";

/// The watched folders.
static WATCHED: LazyLock<RwLock<HashMap<PathBuf, Arc<Volume>>>> = LazyLock::new(RwLock::default);
/// Whether the layer is in place: SQLite's answer.
static INSTALLED: OnceLock<c_int> = OnceLock::new();

/// Lets the volume watch the folder, whose path is spelled as SQLite spells it.
pub(super) fn watch(folder: &Path, volume: &Arc<Volume>) -> io::Result<()> {
    let answer = *INSTALLED.get_or_init(install);
    if answer != sys::SQLITE_OK {
        return Err(io::Error::other(format!("SQLite refuses the layer below it: code {answer}")));
    }
    let mut watched = WATCHED.write().unwrap_or_else(PoisonError::into_inner);
    if watched.contains_key(folder) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "another disk watches this folder"));
    }
    watched.insert(folder.to_owned(), Arc::clone(volume));
    Ok(())
}

/// Files of the folder that are opened from now on are left alone.
pub(super) fn forget(folder: &Path) {
    WATCHED.write().unwrap_or_else(PoisonError::into_inner).remove(folder);
}

fn install() -> c_int {
    // SAFETY: the function may be called at any time; it initialises the library if need be.
    let system = unsafe { sys::sqlite3_vfs_find(ptr::null()) };
    // SAFETY: a VFS that was found is registered and stays where it is.
    let Some(found) = (unsafe { system.as_ref() }) else { return sys::SQLITE_ERROR };
    let Ok(own) = c_int::try_from(size_of::<WatchedFile>()) else { return sys::SQLITE_ERROR };
    // What is not replaced here takes no notice of which VFS it is called for.
    let layer = Box::leak(Box::new(sqlite3_vfs {
        szOsFile: own + found.szOsFile,
        pNext: ptr::null_mut(),
        zName: NAME.as_ptr(),
        pAppData: system.cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        ..*found
    }));
    // SAFETY: the layer is leaked, so it outlives every use; as the default one it serves whoever names none.
    unsafe { sys::sqlite3_vfs_register(layer, 1) }
}

/// The system's layer, which ours was made from.
///
/// # Safety
/// `layer` is the VFS that [`install`] made.
unsafe fn system(layer: *mut sqlite3_vfs) -> *mut sqlite3_vfs {
    // SAFETY: by the caller; `install` put the system's layer there.
    unsafe { (*layer).pAppData.cast() }
}

/// The volume that watches a file, and the file's name in it.
///
/// # Safety
/// `path` is null or a C string.
unsafe fn watched(path: *const c_char) -> Option<Seat> {
    if path.is_null() {
        return None; // a temporary file without a name
    }
    // SAFETY: not null, so a C string by the caller.
    let path = Path::new(unsafe { CStr::from_ptr(path) }.to_str().ok()?);
    let all = WATCHED.read().unwrap_or_else(PoisonError::into_inner);
    let volume = Arc::clone(all.get(path.parent()?)?);
    Some(Seat { volume, name: path.file_name()?.to_str()?.to_owned() })
}

/// Which file an open one is.
struct Seat {
    volume: Arc<Volume>,
    name: String,
}

/// An open watched file as SQLite holds it. The system's own file lies right behind it in the same memory.
#[repr(C)]
struct WatchedFile {
    base: sqlite3_file,
    seat: *mut Seat,
}

/// The system's part of a watched file.
fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    file.cast::<WatchedFile>().wrapping_add(1).cast()
}

/// Which file this is.
///
/// # Safety
/// `file` is an open watched file; the seat is not used after its closing.
unsafe fn seat<'f>(file: *mut sqlite3_file) -> &'f Seat {
    // SAFETY: by the caller; `open` put a leaked box there, which `close` takes back.
    unsafe { &*(*file.cast::<WatchedFile>()).seat }
}

/// Calls the system's function of that name for the system's part of a file.
macro_rules! hand_on {
    ($method:ident, $file:expr $(, $argument:expr)*) => {{
        let real = real($file);
        // SAFETY: SQLite calls us for an open file only, whose real part `open` has opened; the arguments are
        // SQLite's own and meant for this very function.
        unsafe {
            match (*(*real).pMethods).$method {
                Some(method) => method(real $(, $argument)*),
                None => sys::SQLITE_IOERR,
            }
        }
    }};
}

const fn checked(code: c_int) -> Result<(), Refused> {
    if code == sys::SQLITE_OK { Ok(()) } else { Err(Refused::Real(code)) }
}

/// The answer to SQLite; `cut` is what a power cut looks like to this operation.
const fn answer(result: Result<(), Refused>, cut: c_int) -> c_int {
    match result {
        Ok(()) => sys::SQLITE_OK,
        Err(Refused::PowerCut) => cut,
        Err(Refused::Full) => sys::SQLITE_FULL,
        Err(Refused::Real(code)) => code,
    }
}

unsafe extern "C" fn open(
    layer: *mut sqlite3_vfs,
    path: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes our layer.
    let system = unsafe { system(layer) };
    // SAFETY: the system's layer stays registered; SQLite passes a null or valid path and enough memory for a file
    // of ours, which is more than one of the system's.
    unsafe {
        let Some(really) = (*system).xOpen else { return sys::SQLITE_CANTOPEN };
        let Some(seat) = watched(path) else { return really(system, path, file, flags, out_flags) };
        (*file).pMethods = ptr::null(); // nothing to close until this has succeeded
        if let Err(refused) = seat.volume.opening(&seat.name) {
            return answer(Err(refused), sys::SQLITE_CANTOPEN);
        }
        let code = really(system, path, real(file), flags, out_flags);
        if code != sys::SQLITE_OK {
            return code;
        }
        seat.volume.opened(&seat.name);
        file.cast::<WatchedFile>().write(WatchedFile {
            base: sqlite3_file { pMethods: &raw const METHODS },
            seat: Box::into_raw(Box::new(seat)),
        });
        sys::SQLITE_OK
    }
}

unsafe extern "C" fn delete(layer: *mut sqlite3_vfs, path: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: SQLite passes our layer and a valid path; the system's layer stays registered.
    unsafe {
        let system = system(layer);
        let really = || match (*system).xDelete {
            Some(delete) => delete(system, path, sync_folder),
            None => sys::SQLITE_IOERR_DELETE,
        };
        match watched(path) {
            Some(seat) => {
                let result = seat.volume.delete(&seat.name, sync_folder != 0, || checked(really()));
                answer(result, sys::SQLITE_IOERR_DELETE)
            }
            None => really(),
        }
    }
}

unsafe extern "C" fn access(
    layer: *mut sqlite3_vfs,
    path: *const c_char,
    flags: c_int,
    result: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes our layer, a valid path and a place for the answer; the system's layer stays registered.
    unsafe {
        if watched(path).is_some_and(|seat| seat.volume.crashed()) {
            return sys::SQLITE_IOERR_ACCESS;
        }
        let system = system(layer);
        match (*system).xAccess {
            Some(access) => access(system, path, flags, result),
            None => sys::SQLITE_IOERR_ACCESS,
        }
    }
}

/// Version 2: with shared memory, without mapped files.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let code = hand_on!(xClose, file);
    // SAFETY: SQLite closes a file once; the box was leaked when it was opened.
    unsafe { drop(Box::from_raw((*file.cast::<WatchedFile>()).seat)) };
    code
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    into: *mut c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite reads open files only.
    if unsafe { seat(file) }.volume.crashed() {
        return sys::SQLITE_IOERR_READ;
    }
    hand_on!(xRead, file, into, length, offset)
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    let (Ok(count), Ok(place)) = (usize::try_from(length), u64::try_from(offset)) else {
        return sys::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite passes an open file and that many readable bytes.
    let (seat, bytes) = unsafe { (seat(file), std::slice::from_raw_parts(from.cast::<u8>(), count)) };
    let really = |part: &[u8]| match c_int::try_from(part.len()) {
        Ok(length) => checked(hand_on!(xWrite, file, part.as_ptr().cast(), length, offset)),
        Err(_) => Err(Refused::Real(sys::SQLITE_IOERR_WRITE)),
    };
    answer(seat.volume.write(&seat.name, place, bytes, really), sys::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: SQLite truncates open files only.
    let seat = unsafe { seat(file) };
    let Ok(place) = u64::try_from(length) else { return sys::SQLITE_IOERR_TRUNCATE };
    let really = || checked(hand_on!(xTruncate, file, length));
    answer(seat.volume.truncate(&seat.name, place, really), sys::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: SQLite syncs open files only.
    let seat = unsafe { seat(file) };
    answer(seat.volume.sync(&seat.name), sys::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut sqlite3_int64) -> c_int {
    // SAFETY: SQLite asks about open files only.
    if unsafe { seat(file) }.volume.crashed() {
        return sys::SQLITE_IOERR_FSTAT;
    }
    hand_on!(xFileSize, file, size)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    hand_on!(xLock, file, level)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    hand_on!(xUnlock, file, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, result: *mut c_int) -> c_int {
    hand_on!(xCheckReservedLock, file, result)
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    // These let the system grow or map the file past us.
    if matches!(
        operation,
        sys::SQLITE_FCNTL_SIZE_HINT | sys::SQLITE_FCNTL_CHUNK_SIZE | sys::SQLITE_FCNTL_MMAP_SIZE
    ) {
        return sys::SQLITE_NOTFOUND;
    }
    hand_on!(xFileControl, file, operation, argument)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    hand_on!(xSectorSize, file)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    hand_on!(xDeviceCharacteristics, file)
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    mapped: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite maps for open files only.
    let seat = unsafe { seat(file) };
    if extend != 0 && !shm_fits(seat, region, size) {
        return sys::SQLITE_IOERR_SHMSIZE; // what the system's layer says on a full disk
    }
    hand_on!(xShmMap, file, region, size, extend, mapped)
}

/// On a full disk the shared-memory file cannot grow either. What it takes is not counted: it is 32 kB as a rule.
fn shm_fits(seat: &Seat, region: c_int, size: c_int) -> bool {
    let Some(room) = seat.volume.room() else { return true };
    let file = seat.volume.folder().join(format!("{}-shm", seat.name));
    let there = std::fs::metadata(file).map_or(0, |found| found.len());
    let needed = u64::try_from(i64::from(region).saturating_add(1).saturating_mul(i64::from(size)));
    needed.is_ok_and(|needed| needed.saturating_sub(there) <= room)
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    hand_on!(xShmLock, file, offset, n, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    let real = real(file);
    // SAFETY: as in `hand_on!`; this function returns nothing.
    unsafe {
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    hand_on!(xShmUnmap, file, delete)
}
