using System.Text;

namespace Shopkeeper.EndToEnd.Tests.Telemetry;

/// <summary>A span as a collector receives it.</summary>
/// <param name="Trace">Its trace's id.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Its parent's id; empty for the first of a trace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its tags that are texts.</param>
internal sealed record CollectedSpan(
    string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags)
{
    // The numbers of the fields: https://github.com/open-telemetry/opentelemetry-proto, trace/v1 and common/v1.
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;

    /// <summary>The spans of an export request.</summary>
    public static IEnumerable<CollectedSpan> ReadAll(ReadOnlyMemory<byte> request) =>
        from resource in Protobuf.Fields(request, ResourceSpans)
        from scope in Protobuf.Fields(resource, ScopeSpans)
        from span in Protobuf.Fields(scope, Spans)
        select Read(span);

    private static CollectedSpan Read(ReadOnlyMemory<byte> span) => new(
        Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5),
        Protobuf.Fields(span, 9)
            .Where(tag => Protobuf.Fields(tag, 2).SelectMany(value => Protobuf.Fields(value, 1)).Any())
            .ToDictionary(
                tag => Text(tag, 1),
                tag => Text(Protobuf.Fields(tag, 2).First(), 1)));

    private static string Hex(ReadOnlyMemory<byte> message, int number) =>
        Convert.ToHexStringLower(Protobuf.Fields(message, number).FirstOrDefault().Span);

    private static string Text(ReadOnlyMemory<byte> message, int number) =>
        Encoding.UTF8.GetString(Protobuf.Fields(message, number).FirstOrDefault().Span);
}
