"""Marks submissions and a class over gRPC with server reflection alone: no generated stubs, no proto files.

Reads one JSON object from standard input:
    {"unary": GradeRequest, "stream": [GradeStreamRequest, ...], "job": CreateJobRequest}    (canonical proto3 JSON)
and prints one JSON object:
    {"services": [...], "unary": GradeResponse, "stream": [GradeStreamResponse, ...], "watched": [WatchJobResponse, ...]}
Without "job" there is no "watched".

Usage: client.py HOST:PORT < requests.json
"""

import json
import sys

import grpc
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

SERVICE = "yuejuan.v1.GradingService"
JOB_SERVICE = "yuejuan.v1.JobService"
TIMEOUT_SECONDS = 30


def main() -> None:
    requests = json.load(sys.stdin)
    with grpc.insecure_channel(sys.argv[1]) as channel:
        database = ProtoReflectionDescriptorDatabase(channel)
        pool = DescriptorPool(database)
        service = pool.FindServiceByName(SERVICE)

        grade = method(channel.unary_unary, service, "Grade")
        grade_stream = method(channel.stream_stream, service, "GradeStream")
        unary = grade(parse(service, "Grade", requests["unary"]), timeout=TIMEOUT_SECONDS)
        messages = (parse(service, "GradeStream", request) for request in requests["stream"])
        stream = grade_stream(messages, timeout=TIMEOUT_SECONDS)

        answer = {
            "services": sorted(database.get_services()),
            "unary": to_dict(unary),
            "stream": [to_dict(response) for response in stream],
        }
        if "job" in requests:
            answer["watched"] = create_and_watch(channel, pool.FindServiceByName(JOB_SERVICE), requests["job"])
    json.dump(answer, sys.stdout, ensure_ascii=False)


def create_and_watch(channel, service, request):
    """Makes a job and waits for its end; all that is told of it on the way."""
    create = method(channel.unary_unary, service, "CreateJob")
    watch = method(channel.unary_stream, service, "WatchJob")
    job = create(parse(service, "CreateJob", request), timeout=TIMEOUT_SECONDS).job
    states = watch(parse(service, "WatchJob", {"jobId": job.job_id}), timeout=TIMEOUT_SECONDS)
    return [to_dict(state) for state in states]


def method(kind, service, name):
    """A callable for a method of the service; `kind` is one of the channel's four."""
    response = message_factory.GetMessageClass(service.methods_by_name[name].output_type)
    return kind(
        f"/{service.full_name}/{name}",
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=response.FromString,
    )


def parse(service, name, request):
    """The request message of a method from its JSON."""
    message = message_factory.GetMessageClass(service.methods_by_name[name].input_type)()
    return json_format.ParseDict(request, message)


def to_dict(message):
    return json_format.MessageToDict(message)


if __name__ == "__main__":
    main()
