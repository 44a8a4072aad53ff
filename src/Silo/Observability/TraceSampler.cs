using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Records a share of the traces, the same on every silo since it follows from the trace's id, and each run of a
/// teardown's step. Whether a stranger's request asks for a trace makes no difference.
/// </summary>
internal sealed class TraceSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name.StartsWith("teardown", StringComparison.Ordinal) || IsInsideOurs(samplingParameters)
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : _share.ShouldSample(samplingParameters);

    // A span in a trace that we record belongs to it. A request's parent is the caller's word, and counts for nothing.
    private static bool IsInsideOurs(in SamplingParameters parameters) =>
        parameters.Kind != ActivityKind.Server
        && (parameters.ParentContext.TraceFlags & ActivityTraceFlags.Recorded) != 0;
}
