# A day without anything still has its digest; a holiday has none.
wait until 2026-11-10T07:31
expect letter dewi "Rekap Harian"
expect letter bagus "Rekap Harian"
wait until 2026-11-11T07:31
expect letter dewi "Rekap Harian"
wait until 2026-11-14T07:00
expect count dewi "Rekap Harian" 5
wait until 2026-11-16T07:00
expect count dewi "Rekap Harian" 5
expect cases 0
