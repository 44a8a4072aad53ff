using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>Names one stay of the app in a shop. A UUIDv7: it sorts by the time of the install.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.InstallationId)]
[JsonConverter(typeof(InstallationIdJsonConverter))]
public readonly record struct InstallationId
{
    /// <summary>Wraps an id.</summary>
    public InstallationId(Guid value) => Value = value;

    /// <summary>The id; also the key of the grains that belong to the installation.</summary>
    [Id(0)]
    public Guid Value { get; init; }

    /// <summary>A new id, made of the given instant and randomness.</summary>
    public static InstallationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>The id as 32 hexadecimal digits in five groups, lower case.</summary>
    public override string ToString() => Value.ToString("D");
}

internal sealed class InstallationIdJsonConverter : JsonConverter<InstallationId>
{
    public override InstallationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, InstallationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
