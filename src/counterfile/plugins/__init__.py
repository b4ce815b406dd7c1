"""Built-in plugins: guests that come through the same sockets as anyone's (`counterfile.hooks`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterfile.hooks import Exporter, Extractor, Reader, Recognizer, Rule


def builtin_readers() -> list[Reader]:
    """Return one instance of every built-in reader.

    The parsers of web pages are loaded by this call: it belongs into the sandbox's worker, not into the command line.
    Heavier libraries are loaded by the readers' own `preload`, or when they first read.
    """
    from counterfile.plugins.readers.csv import CsvReader
    from counterfile.plugins.readers.doc import DocReader
    from counterfile.plugins.readers.docx import DocxReader
    from counterfile.plugins.readers.eforms import EformsReader
    from counterfile.plugins.readers.eml import EmlReader
    from counterfile.plugins.readers.html import HtmlReader
    from counterfile.plugins.readers.image import ImageReader
    from counterfile.plugins.readers.locked import LockedReader
    from counterfile.plugins.readers.mhtml import MhtmlReader
    from counterfile.plugins.readers.msg import MsgReader
    from counterfile.plugins.readers.ocds import OcdsReader
    from counterfile.plugins.readers.odf import OdfReader
    from counterfile.plugins.readers.ofd import OfdReader
    from counterfile.plugins.readers.pdf import PdfReader
    from counterfile.plugins.readers.ppt import PptReader
    from counterfile.plugins.readers.pptx import PptxReader
    from counterfile.plugins.readers.rar import RarReader
    from counterfile.plugins.readers.rtf import RtfReader
    from counterfile.plugins.readers.sevenzip import SevenZipReader
    from counterfile.plugins.readers.tar import TarReader
    from counterfile.plugins.readers.text import TextReader
    from counterfile.plugins.readers.warc import WarcReader
    from counterfile.plugins.readers.xls import XlsReader
    from counterfile.plugins.readers.xlsx import XlsxReader
    from counterfile.plugins.readers.zip import ZipReader

    return [
        CsvReader(),
        DocReader(),
        DocxReader(),
        EformsReader(),
        EmlReader(),
        HtmlReader(),
        ImageReader(),
        LockedReader(),
        MhtmlReader(),
        MsgReader(),
        OcdsReader(),
        OdfReader(),
        OfdReader(),
        PdfReader(),
        PptReader(),
        PptxReader(),
        RarReader(),
        RtfReader(),
        SevenZipReader(),
        TarReader(),
        TextReader(),
        WarcReader(),
        XlsReader(),
        XlsxReader(),
        ZipReader(),
    ]


def builtin_extractors() -> list[Extractor]:
    """Return one instance of every built-in layer of extraction, in the order of the layers."""
    from counterfile.plugins.extractors.labels import LabelExtractor
    from counterfile.plugins.extractors.proposed import ProposedExtractor
    from counterfile.plugins.extractors.prose import ProseExtractor
    from counterfile.plugins.extractors.structured import StructuredExtractor
    from counterfile.plugins.extractors.summary import SummaryExtractor
    from counterfile.plugins.extractors.tables import TableExtractor
    from counterfile.plugins.extractors.tagger import TaggerExtractor

    return [
        StructuredExtractor(),
        SummaryExtractor(),
        LabelExtractor(),
        TableExtractor(),
        ProseExtractor(),
        TaggerExtractor(),
        ProposedExtractor(),
    ]


def builtin_exporters() -> list[Exporter]:
    """Return one instance of every built-in exporter."""
    from counterfile.plugins.exporters.csv import CsvExporter
    from counterfile.plugins.exporters.jsonl import JsonlExporter
    from counterfile.plugins.exporters.parquet import ParquetExporter

    return [CsvExporter(), JsonlExporter(), ParquetExporter()]


def builtin_recognizers() -> list[Recognizer]:
    """Return the built-in recognizers whose packages are installed."""
    from counterfile.plugins.recognizers import paddle

    return [] if paddle.missing() else [paddle.PaddleRecognizer()]


def programs() -> list[tuple[str, bool, str, str]]:
    """Return what each system library is for, whether it is there, its version, and the line that installs it."""
    from counterfile.plugins.readers import _system

    return _system.programs()


def buyer_class() -> Rule:
    """Return the rule that gives the class of a buyer by its name."""
    from counterfile.plugins.rules.buyer_class import BuyerClassRule

    return BuyerClassRule()
