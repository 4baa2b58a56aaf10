"""Marks answers over gRPC from Python, with nothing but grpcio and server reflection.

Usage: grade.py HOST:PORT RUBRIC_ID FILE...     (pip install grpcio grpcio-reflection)

Prints a line an answer: its file, its score, and how far it says each keypoint. Exit code 1 where one could not be marked.
An API key is taken from the environment variable YUEJUAN_KEY.
"""

import os
import pathlib
import sys

import grpc
from google.protobuf import message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

TIMEOUT_SECONDS = 30


def main() -> int:
    address, rubric_id, *files = sys.argv[1:]
    with grpc.insecure_channel(address) as channel:
        pool = DescriptorPool(ProtoReflectionDescriptorDatabase(channel))
        method = pool.FindServiceByName("yuejuan.v1.GradingService").methods_by_name["GradeStream"]
        request_type = message_factory.GetMessageClass(method.input_type)
        response_type = message_factory.GetMessageClass(method.output_type)
        coverage = pool.FindEnumTypeByName("yuejuan.v1.Coverage").values_by_number

        def requests():
            for file in files:
                request = request_type(rubric_id=rubric_id)
                request.submission.submission_id = file
                request.submission.text = pathlib.Path(file).read_text(encoding="utf-8")
                yield request

        grade_stream = channel.stream_stream(
            "/yuejuan.v1.GradingService/GradeStream",
            request_serializer=request_type.SerializeToString,
            response_deserializer=response_type.FromString,
        )
        key = os.environ.get("YUEJUAN_KEY")
        metadata = [("authorization", f"Bearer {key}")] if key else []
        failed = False
        # One bad answer does not end the stream: its response has an error in place of the feedback.
        for response in grade_stream(requests(), timeout=TIMEOUT_SECONDS, metadata=metadata):
            if response.WhichOneof("result") == "error":
                print(f"{response.submission_id}: {response.error.message}", file=sys.stderr)
                failed = True
                continue
            feedback = response.feedback
            said = [
                f"{keypoint.keypoint_id} {coverage[keypoint.coverage].name.removeprefix('COVERAGE_').lower()}"
                for keypoint in feedback.keypoints
            ]
            print(f"{response.submission_id}: {feedback.score:g}/{feedback.max_score:g} ({', '.join(said)})")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
