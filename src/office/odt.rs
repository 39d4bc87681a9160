//! placeholder
use super::{Fault, Opened, package::Package};
pub(super) fn read(_: &mut Package) -> Result<Opened, Fault> {
    Err(Fault::UnknownKind)
}
