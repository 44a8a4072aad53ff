using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shopkeeper.Simulator;

/// <summary>How the control API writes JSON.</summary>
internal static class SimulatorJson
{
    public static JsonSerializerOptions Options { get; } = Create(JsonUnmappedMemberHandling.Skip);

    /// <summary>For what callers send: a misspelt field is refused, not ignored.</summary>
    public static JsonSerializerOptions Strict { get; } = Create(JsonUnmappedMemberHandling.Disallow);

    private static JsonSerializerOptions Create(JsonUnmappedMemberHandling unmapped) => new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = unmapped,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}
