#!/usr/bin/env python3
"""Makes the signed papers of this folder: a test authority and PDFs signed by pyHanko (0.38), as another
program than Loket's own tests would sign them. Invented people only. Keys are thrown away.

    pip install pyhanko==0.38 && python3 make.py
"""
import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import algos, keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

HERE = Path(__file__).parent
SIGNERS = (datetime.datetime(2026, 1, 1), datetime.datetime(2028, 1, 1))
AUTHORITIES = (datetime.datetime(2026, 1, 1), datetime.datetime(2056, 1, 1))
LINES = [
    "SURAT PERMOHONAN RESET PASSWORD ADMIN AGENCY",
    "Nomor : 027/118/UJI/2026",
    "Nama : Ratna Dewi Kusumawati",
    "NIP : 198503122010012003",
    "Jabatan : Admin Agency",
    "Unit Kerja : Balai Uji Contoh",
    "User ID : RATNA.DK",
    "Dengan ini mengajukan permohonan reset password akun Admin Agency pada SPSE.",
    "Dr. H. Asep Sunandar, M.Si.",
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat",
    "elektronik yang diterbitkan oleh BSrE.",
]


def plain():
    """A small PDF, one page."""
    text = "".join(f"1 0 0 1 60 {780 - 24 * i} Tm ({line}) Tj\n" for i, line in enumerate(LINES))
    content = f"BT /F1 11 Tf\n{text}ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


# The salt of the length of the digest, as RFC 8017 wants it; pyHanko's own choice is the longest one.
PSS = algos.SignedDigestAlgorithm(
    {
        "algorithm": "rsassa_pss",
        "parameters": algos.RSASSAPSSParams(
            {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "mask_gen_algorithm": algos.MaskGenAlgorithm(
                    {"algorithm": "mgf1", "parameters": algos.DigestAlgorithm({"algorithm": "sha256"})}
                ),
                "salt_length": 32,
            }
        ),
    }
)


class Card:
    """A key and its certificate."""

    def __init__(self, name, by=None, authority=False, valid=SIGNERS, key=None, purpose=None, path=None):
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        by = by or self
        self.name = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Uji"),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        public = self.key.public_key()
        usage = dict.fromkeys(
            "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
            "key_cert_sign crl_sign encipher_only decipher_only".split(),
            False,
        )
        used = ("key_cert_sign", "crl_sign") if authority else ("digital_signature", "content_commitment")
        usage.update(dict.fromkeys(used, True))
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(by.name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(valid[0])
            .not_valid_after(valid[1])
            .add_extension(x509.BasicConstraints(authority, path), True)
            .add_extension(x509.KeyUsage(**usage), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), False)
        )
        if purpose:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), True)
        self.cert = builder.sign(by.key, hashes.SHA256())

    def asn1(self):
        return asn1.Certificate.load(self.cert.public_bytes(serialization.Encoding.DER))

    def secret(self):
        pem = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return keys.PrivateKeyInfo.load(pem)

    def pem(self):
        return self.cert.public_bytes(serialization.Encoding.PEM)


def store(*cards):
    return SimpleCertificateStore.from_certs([card.asn1() for card in cards])


def sign(source, card, chain, stamper=None, field="Tte", pss=False, box=None, **meta):
    meta.setdefault("subfilter", fields.SigSeedSubFilter.PADES)
    signer = signers.SimpleSigner(
        card.asn1(), card.secret(), store(*chain), signature_mechanism=PSS if pss else None, embed_roots=False
    )
    writer = IncrementalPdfFileWriter(BytesIO(source))
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", reason="Tanda tangan elektronik", **meta
    )
    spec = fields.SigFieldSpec(field, on_page=0, box=box) if box else None
    return signers.PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=spec).sign_pdf(writer, bytes_reserved=14000 if stamper else 6000).getvalue()


def updated(source, change):
    """An incremental update by somebody who signs nothing."""
    writer = IncrementalPdfFileWriter(BytesIO(source))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def over_the_page(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    words = generic.StreamObject(stream_data=b"BT /F1 20 Tf 100 400 Td (PALSU) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(words)])
    writer.update_container(page)


def note_on_the_page(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    words = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 500 700 re f Q")
    words.update({generic.pdf_name("/Subtype"): generic.pdf_name("/Form"), generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 700)))})
    note = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/Stamp"),
        generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 700))),
        generic.pdf_name("/AP"): generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(words)}),
    })
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.update_container(page)


def main():
    def rsa_key():
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    root = Card("OSD Uji Root CA", authority=True, valid=AUTHORITIES)
    issuing = Card("OSD Uji Issuing CA", root, authority=True, valid=AUTHORITIES, path=0)
    asep = Card("Dr. H. Asep Sunandar, M.Si.", issuing)
    maya = Card("Maya Lestari, S.Kom.", issuing)
    rsa_card = Card("Budi Hartono, S.T.", issuing, key=rsa_key())

    clock = Card("Jam Uji", issuing, valid=AUTHORITIES, key=rsa_key(), purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    rogue_root = Card("OSD Uji Root CA", authority=True, valid=AUTHORITIES)
    rogue = Card("Dr. H. Asep Sunandar, M.Si.", rogue_root)
    from_leaf = Card("Palsu Lewat Daun", asep)
    stamper = DummyTimeStamper(clock.asn1(), clock.secret(), store(issuing), include_nonce=False)
    (HERE / "roots.pem").write_bytes(root.pem())
    (HERE / "roots-and-issuing.pem").write_bytes(root.pem() + issuing.pem())
    base = plain()
    good = sign(base, asep, [issuing])
    adbe = fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    context = ValidationContext(trust_roots=[root.asn1()], other_certs=[issuing.asn1()], allow_fetching=False, revocation_mode="soft-fail")
    papers = {
        "plain": base,
        "good": good,
        "adbe": sign(base, rsa_card, [issuing], subfilter=adbe),
        "pss": sign(base, rsa_card, [issuing], pss=True),
        "two": sign(good, maya, [issuing], field="Tte2"),
        "two-visible": sign(good, maya, [issuing], field="Tte2", box=(60, 60, 260, 120)),
        "rogue": sign(base, rogue, [rogue_root]),
        "leaf-as-authority": sign(base, from_leaf, [asep, issuing]),
        "no-issuing": sign(base, asep, []),
        "stamped": sign(base, asep, [issuing], stamper=stamper),
        "long-term": sign(base, asep, [issuing], stamper=stamper, embed_validation_info=True, use_pades_lta=True, validation_context=context),
        "changed-page": updated(good, over_the_page),
        "changed-note": updated(good, note_on_the_page),
        "two-changed-between": sign(updated(good, over_the_page), maya, [issuing], field="Tte2"),
    }
    for name, paper in papers.items():
        (HERE / f"{name}.pdf").write_bytes(paper)
        print(f"{name}.pdf", len(paper))


if __name__ == "__main__":
    main()
