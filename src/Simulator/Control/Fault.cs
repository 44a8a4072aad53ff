namespace Shopkeeper.Simulator.Control;

/// <summary>A fault that befalls the calls it matches. The oldest fault that matches a call applies.</summary>
public sealed record Fault
{
    /// <summary>Given by the simulator.</summary>
    public string? Id { get; init; }

    /// <summary>The shop whose calls it befalls; null means every shop.</summary>
    public string? Shop { get; init; }

    /// <summary>
    /// A GraphQL root field (<c>appUninstall</c>) or operation name, <c>graphql</c>, <c>oauth/authorize</c>,
    /// <c>oauth/access_token</c>, <c>oauth/access_token/refresh_token</c>, <c>api_permissions</c>, or <c>*</c>.
    /// </summary>
    public string Operation { get; init; } = "*";

    /// <summary>What happens.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>The status of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Html"/>, 200 to 599.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The body; null takes what Shopify sends with the status.</summary>
    public string? Body { get; init; }

    /// <summary>The body's content type; null means JSON, or HTML for <see cref="FaultKind.Html"/>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Headers to add, such as <c>Retry-After</c>; for a redirect, <c>Location</c>.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>For <see cref="FaultKind.Partial"/>: what is missing, such as <c>expires_in</c>.</summary>
    public IReadOnlyList<string>? Without { get; init; }

    /// <summary>A wait before the answer, in real time, at most five minutes. Goes with every kind.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How many matching calls pass unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls it befalls, 1 or more; null means all until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>True performs the call first and then loses its answer.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>How many calls it has befallen. Given by the simulator.</summary>
    public int Hits { get; init; }
}
