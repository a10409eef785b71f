"""Write a GGUF file anew with every tensor of a type that few servers read as Q8_0: `python requantise_gguf.py IN OUT`.

Metadata and all other tensors are as they were. Needs the package gguf.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gguf

REPLACED = {gguf.GGMLQuantizationType.Q4_1, gguf.GGMLQuantizationType.Q4_0, gguf.GGMLQuantizationType.Q5_1}
WRITTEN_ANYWAY = ("GGUF.", "general.architecture", "general.file_type")


def requantise(source: Path, target: Path) -> None:
    """Write the file anew."""
    reader = gguf.GGUFReader(str(source))
    name = reader.get_field("general.architecture")
    assert name is not None
    writer = gguf.GGUFWriter(str(target), str(name.contents()))
    for field in reader.fields.values():
        if not field.name.startswith(WRITTEN_ANYWAY):
            inner = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=inner)
    for tensor in reader.tensors:
        if tensor.tensor_type in REPLACED:
            wide = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(tensor.name, gguf.quants.quantize(wide, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    requantise(Path(sys.argv[1]), Path(sys.argv[2]))
