using System.Text.Json;
using System.Text.Json.Serialization;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// The export of a customer's data, as JSON for the store's owner: who asked for what, and a section for each store.
/// It is kept encrypted, also while sections are still missing.
/// </summary>
internal sealed record ExportBundle
{
    /// <summary>The name of the section with what Shopkeeper itself holds.</summary>
    public const string OwnSection = "shopkeeper";

    /// <summary>How all of it is written and read again.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = PlainJson.ExportDepth,
    };

    [JsonPropertyName("requestId")]
    public required Guid RequestId { get; init; }

    [JsonPropertyName("dataRequestId")]
    public long? DataRequestId { get; init; }

    [JsonPropertyName("shop")]
    public required string Shop { get; init; }

    [JsonPropertyName("requestedAt")]
    public required DateTimeOffset RequestedAt { get; init; }

    [JsonPropertyName("preparedAt")]
    public DateTimeOffset? PreparedAt { get; init; }

    [JsonPropertyName("customer")]
    public required ExportCustomer Customer { get; init; }

    [JsonPropertyName("ordersRequested")]
    public IReadOnlyList<long> OrdersRequested { get; init; } = [];

    [JsonPropertyName("sections")]
    public IReadOnlyList<ExportSection> Sections { get; init; } = [];

    public static ExportBundle Begin(ComplianceRequest request, ComplianceStay stay, ComplianceSubject subject) => new()
    {
        RequestId = request.Id,
        DataRequestId = subject.DataRequestId,
        Shop = stay.Shop!.Value,
        RequestedAt = request.RecordedAt,
        Customer = new ExportCustomer(subject.CustomerId, subject.Email, subject.Phone),
        OrdersRequested = subject.Orders,
    };

    public static ExportBundle? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<ExportBundle>(json, Options);

    public string Write(DateTimeOffset now) => JsonSerializer.Serialize(this with { PreparedAt = now }, Options);

    public bool Has(string section) => Sections.Any(one => one.Name == section);

    public IReadOnlyList<StoreCount> CountsOf(string section) =>
        Sections.FirstOrDefault(one => one.Name == section)?.Counts ?? [];

    public ExportBundle With(string section, CustomerExport export) => this with
    {
        Sections =
        [
            .. Sections.Where(one => one.Name != section),
            new ExportSection { Name = section, Counts = export.Counts, Data = export.Data },
        ],
    };

    public override string ToString() => $"Export {RequestId}";
}
