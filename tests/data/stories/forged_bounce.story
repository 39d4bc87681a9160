# A report somebody made up, with a wrong mark, moves nothing.
mail made "lupa password"
  | Selamat sore min, akun admin agency kami gak bs login, tlg direset ya. surat terlampir. trims
  + made-permohonan.pdf as "surat permohonan.pdf"
raw
  | Return-Path: <>
  | From: Mail Delivery System <MAILER-DAEMON@jahat.example>
  | To: helpdesk-lpse@kkp.example
  | Subject: Undelivered Mail Returned to Sender
  | Message-ID: <palsu@jahat.example>
  | MIME-Version: 1.0
  | Content-Type: multipart/report; report-type=delivery-status; boundary="b"
  | 
  | --b
  | 
  | gagal
  | --b
  | Content-Type: message/delivery-status
  | 
  | Reporting-MTA: dns; mx.jahat.example
  | 
  | Final-Recipient: rfc822; made.ardika@kkp.example
  | Action: failed
  | Status: 5.1.1
  | 
  | --b
  | Content-Type: text/rfc822-headers
  | 
  | Message-ID: <LKT-2026-00001.o3.0123456789abcdef@kkp.example>
  | 
  | --b--
expect outcome bounce
expect quiet
expect state waiting_applicant
