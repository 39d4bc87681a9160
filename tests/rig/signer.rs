//! Certificates and S/MIME signatures made by the `openssl` program in a temporary folder. Knows nothing
//! of Loket's rooms.
pub use super::dns::openssl;
use std::path::PathBuf;

/// Somebody's key and certificate, signed by himself.
pub struct Card {
    dir: tempfile::TempDir,
}

/// What of a certificate is out of the ordinary.
#[derive(Clone, Debug)]
pub struct Paper<'a> {
    /// Of `openssl req -newkey`: `rsa:2048`, `ec`, `ed25519`.
    pub key: &'a str,
    pub options: &'a [&'a str],
    /// `-addext`, for instance `subjectAltName=email:a@b.example`.
    pub extensions: &'a [&'a str],
    /// From and until when, `20200101000000Z`; without them a year from now on.
    pub valid: Option<(&'a str, &'a str)>,
    pub subject: &'a str,
}

impl Default for Paper<'_> {
    fn default() -> Self {
        Paper {
            key: "ec",
            options: &["-pkeyopt", "ec_paramgen_curve:prime256v1"],
            extensions: &[],
            valid: None,
            subject: "/CN=Bagus Prakoso",
        }
    }
}

impl Card {
    /// A P-256 certificate for one address.
    pub fn of(address: &str) -> Card {
        let name = format!("subjectAltName=email:{address}");
        Card::new(&Paper { extensions: &[&name], ..Paper::default() })
    }

    pub fn new(paper: &Paper<'_>) -> Card {
        let card = Card { dir: tempfile::tempdir().expect("a temporary folder") };
        let (key, cert) = (card.path("key.pem"), card.path("cert.pem"));
        let mut request = vec!["req", "-newkey", paper.key];
        request.extend(paper.options);
        let config = "[req]\ndistinguished_name=dn\n[dn]\n";
        std::fs::write(card.path("req.cnf"), config).expect("a file");
        let config = card.path("req.cnf");
        request.extend(["-config", &config, "-nodes", "-keyout", &key, "-subj", paper.subject]);
        request.extend(paper.extensions.iter().flat_map(|e| ["-addext", *e]));
        let Some((from, until)) = paper.valid else {
            request.extend(["-x509", "-days", "365", "-out", &cert]);
            openssl(&request, b"");
            return card;
        };
        // `openssl req` knows no dates of the past; `openssl ca` does.
        let csr = card.path("request.pem");
        request.extend(["-out", &csr]);
        openssl(&request, b"");
        let (index, serial) = (card.path("index"), card.path("serial"));
        std::fs::write(&index, "").expect("a file");
        std::fs::write(&serial, "01").expect("a file");
        let folder = card.dir.path().display();
        let config = format!(
            "[ca]\ndefault_ca=c\n[c]\ndatabase={index}\nserial={serial}\nnew_certs_dir={folder}\n\
             default_md=sha256\npolicy=p\ncopy_extensions=copyall\nemail_in_dn=yes\n[p]\ncommonName=supplied\nemailAddress=optional\n"
        );
        let file = card.path("ca.cnf");
        std::fs::write(&file, config).expect("a file");
        openssl(
            &[
                "ca",
                "-batch",
                "-config",
                &file,
                "-selfsign",
                "-keyfile",
                &key,
                "-in",
                &csr,
                "-out",
                &cert,
                "-startdate",
                from,
                "-enddate",
                until,
                "-notext",
            ],
            b"",
        );
        card
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// The file of the certificate, PEM.
    pub fn certificate(&self) -> PathBuf {
        self.dir.path().join("cert.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.dir.path().join("key.pem")
    }

    /// Its SHA-256 as `openssl` tells it: hex, lower case.
    pub fn fingerprint(&self) -> String {
        let der = openssl(&["x509", "-in", &self.path("cert.pem"), "-outform", "DER"], b"");
        let told = openssl(&["dgst", "-sha256", "-r"], &der);
        String::from_utf8_lossy(&told).chars().take(64).collect()
    }

    /// A container over `content` as it is: detached unless `more` says `-nodetach`.
    pub fn container(&self, content: &[u8], more: &[&str]) -> Vec<u8> {
        self.run(content, &[&["-outform", "DER", "-binary"], more].concat())
    }

    /// A whole entity as `openssl smime` writes it for mails: `Content-Type: multipart/signed`, or
    /// `application/pkcs7-mime` with `-nodetach`.
    pub fn entity(&self, content: &[u8], more: &[&str]) -> String {
        let written = self.run(content, &[&["-outform", "SMIME"], more].concat());
        String::from_utf8(written).expect("ASCII").replace("\r\n", "\n").replace('\n', "\r\n")
    }

    fn run(&self, content: &[u8], more: &[&str]) -> Vec<u8> {
        let (key, cert) = (self.path("key.pem"), self.path("cert.pem"));
        openssl(&[&["cms", "-sign", "-signer", &cert, "-inkey", &key], more].concat(), content)
    }
}
