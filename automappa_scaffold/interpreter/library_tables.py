"""Which functions of the standard library Python itself runs, and which touch files or the machine."""

__all__ = [
    "CHANGES_FILES",
    "CHANGES_NONE",
    "CLOCK_METHODS",
    "CONSTANTS",
    "CONSTANT_MODULES",
    "ELSEWHERE",
    "FOLLOWED",
    "METHODS_ELSEWHERE",
    "MOMENTS",
    "PURE",
    "PURE_WHEN_GIVEN",
    "TRIED",
    "VERSIONED",
]

# Of these the answer depends on the arguments alone, in every version of Python that is supported.
PURE = {
    "base64": "a85decode a85encode b16decode b32decode b32hexdecode b32hexencode b85decode b85encode"
    " decodebytes encodebytes standard_b64decode standard_b64encode",
    "binascii": "a2b_base64 a2b_hex b2a_base64 b2a_hex crc_hqx",
    "calendar": "isleap leapdays monthrange timegm weekday",
    "cmath": "sqrt exp log phase polar rect",
    "codecs": "decode encode lookup",
    "colorsys": "rgb_to_hsv hsv_to_rgb rgb_to_hls hls_to_rgb rgb_to_yiq yiq_to_rgb",
    "datetime": "date datetime time timedelta timezone date.fromordinal date.fromisocalendar"
    " date.fromisoformat datetime.fromordinal datetime.fromisocalendar datetime.fromisoformat"
    " datetime.strptime datetime.combine time.fromisoformat",
    "decimal": "Decimal Decimal.from_float",
    "difflib": "context_diff get_close_matches ndiff unified_diff",
    "email.utils": "format_datetime formataddr parsedate parsedate_to_datetime parsedate_tz quote unquote",
    "fnmatch": "fnmatch fnmatchcase filter translate",
    "fractions": "Fraction Fraction.from_float Fraction.from_decimal",
    "getopt": "getopt gnu_getopt",
    "gzip": "decompress",
    "bz2": "decompress",
    "hashlib": "pbkdf2_hmac",
    "hmac": "compare_digest digest",
    "http": "HTTPMethod HTTPStatus",
    "ipaddress": "ip_address ip_network ip_interface IPv4Address IPv4Network IPv4Interface IPv6Address"
    " IPv6Network IPv6Interface collapse_addresses summarize_address_range",
    "lzma": "decompress",
    "math": "acos acosh asin asinh atan atan2 atanh comb copysign cos cosh degrees dist erf erfc exp expm1"
    " fabs fmod frexp fsum gamma hypot isclose isfinite isinf isnan lcm ldexp lgamma log log1p modf nextafter"
    " perm pow radians remainder sin sinh tan tanh trunc ulp",
    "os": "fsdecode fsencode strerror",
    "pathlib": "PurePosixPath PureWindowsPath",
    "plistlib": "loads",
    "pprint": "pformat",
    "quopri": "decodestring encodestring",
    "secrets": "compare_digest",
    "socket": "htonl htons inet_aton inet_ntoa ntohl ntohs",
    "statistics": "mean fmean median median_grouped median_low median_high mode multimode pstdev stdev"
    " pvariance variance",
    "string": "Template",
    "struct": "calcsize iter_unpack pack unpack unpack_from Struct",
    "time": "strptime",
    "unicodedata": "bidirectional category combining decimal decomposition digit east_asian_width"
    " is_normalized lookup mirrored name numeric",
    "urllib.parse": "ParseResult SplitResult parse_qs parse_qsl quote_from_bytes unquote_to_bytes urldefrag"
    " urlparse urlsplit urlunparse urlunsplit",
    "uuid": "UUID uuid3 uuid5",
    "xml.sax.saxutils": "escape quoteattr unescape",
    "zoneinfo": "ZoneInfo",
    "zlib": "decompress",
}
# What these give depends on chance, the clock or the version of Python, or is no value that is followed;
# what they refuse does not.
TRIED = {
    "ast": "parse",
    "asyncio": "BoundedSemaphore Semaphore",
    "calendar": "monthcalendar TextCalendar HTMLCalendar",
    "cmd": "Cmd",
    "codecs": "getdecoder getencoder getincrementaldecoder getincrementalencoder getreader getwriter"
    " lookup_error",
    "datetime": "date.fromtimestamp datetime.fromtimestamp datetime.now datetime.today datetime.utcnow",
    "decimal": "Context",
    "email.header": "Header",
    "email.headerregistry": "Address",
    "email.mime.text": "MIMEText",
    "email.utils": "formatdate",
    "hashlib": "file_digest scrypt",
    "http.client": "HTTPConnection",
    "io": "TextIOWrapper",
    "locale": "atof atoi format_string",
    "logging": "Formatter",
    "multiprocessing": "get_context",
    "secrets": "randbelow randbits token_bytes token_hex token_urlsafe",
    "statistics": "NormalDist correlation covariance geometric_mean harmonic_mean linear_regression"
    " quantiles",
    "time": "asctime ctime gmtime localtime mktime strftime",
    "signal": "Signals",
    "sysconfig": "get_path",
    "traceback": "format_exception",
    "urllib.request": "Request",
    "warnings": "filterwarnings simplefilter warn",
    "xml.dom.minidom": "parseString",
    "xmlrpc.client": "ServerProxy",
    "zlib": "compress compressobj decompressobj",
}
# These give what depends on the arguments alone where as many are given, and none of them is None.
PURE_WHEN_GIVEN = {
    "datetime.datetime.fromtimestamp": 2,
    "time.asctime": 1,
    "time.gmtime": 1,
    "time.strftime": 2,
}
# Of these moments it is known whether they say how far from UTC they are.
MOMENTS = frozenset(
    f"datetime.datetime.{name}" for name in ("fromtimestamp", "now", "today", "utcfromtimestamp", "utcnow")
)
# What these refuse has changed from one version of Python to another.
VERSIONED = ("ast.parse", "statistics.quantiles")
CONSTANTS = {
    "csv": "QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC",
    "datetime": "MINYEAR MAXYEAR UTC timezone.utc date.min date.max datetime.min datetime.max",
    "decimal": "ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP",
    "logging": "CRITICAL DEBUG ERROR FATAL INFO NOTSET WARN WARNING",
    "math": "pi e tau inf nan",
    "re": "A ASCII DOTALL I IGNORECASE L LOCALE M MULTILINE NOFLAG S U UNICODE VERBOSE X RegexFlag.I"
    " RegexFlag.IGNORECASE RegexFlag.M RegexFlag.MULTILINE",
    "os": "curdir devnull extsep linesep pardir pathsep path.curdir path.extsep path.pardir path.pathsep",
    "string": "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits printable punctuation"
    " whitespace",
    "uuid": "NAMESPACE_DNS NAMESPACE_URL NAMESPACE_OID NAMESPACE_X500",
}
# Objects of the classes of these modules are constants.
CONSTANT_MODULES = frozenset(
    (
        *("datetime", "decimal", "fractions", "ipaddress", "pathlib", "string", "time", "urllib.parse"),
        *("uuid", "zoneinfo", "_struct"),
    )
)
# What these give depends on the clock or the place.
CLOCK_METHODS = frozenset(
    {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "timestamp", "astimezone"}
    | {"timetuple", "utctimetuple"}
)
# What is called under these names may make files and folders.
CHANGES_FILES = (
    "os.",
    "shutil.",
    "subprocess.",
    "tempfile.",
    "zipfile.",
    "tarfile.",
    "urllib.request.",
    "pathlib.",
    "bz2.",
    "dbm.",
    "gzip.",
    "logging.FileHandler",
    "logging.handlers.",
    "logging.config.",
    "lzma.",
    "shelve.",
    "sqlite3.",
    "wave.",
    "xml.",
)
CHANGES_NONE = (
    *("os.path.", "os.environ", "os.fs", "os.get", "os.strerror", "pathlib.Pure", "xml.sax.saxutils."),
    *("bz2.decompress", "gzip.decompress", "lzma.decompress"),
)
# Whether these succeed depends on the machine, its programs, users and libraries, and on its network.
ELSEWHERE = (
    "ctypes.CDLL",
    "ctypes.cdll.",
    "ftplib.",
    "grp.get",
    "http.client.",
    "imaplib.",
    "locale.setlocale",
    "os.exec",
    "os.kill",
    "os.set",
    "poplib.",
    "pwd.get",
    "smtplib.",
    "socket.create_connection",
    "socket.getaddrinfo",
    "socket.gethostby",
    "subprocess.",
    "urllib.request.url",
    "xmlrpc.client.",
)
# Likewise these methods.
METHODS_ELSEWHERE = frozenset(
    (
        *("http.client.HTTPConnection.connect", "http.client.HTTPConnection.request", "socket.socket.bind"),
        *("socket.socket.connect", "ssl.SSLSocket.connect", "urllib.request.OpenerDirector.open"),
    )
)
# What these change is followed.
FOLLOWED = frozenset(
    ("os.chmod", "os.makedirs", "os.mkdir", "os.remove", "os.rename", "os.replace", "os.unlink", "os.utime")
)
