//! Tests of workbooks, read back by a library that is not the one that wrote them.
