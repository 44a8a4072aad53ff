namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>One answer of Shopify about an installation whose end is claimed.</summary>
public sealed record EndProbe
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The outcome's code: <c>ok</c>, <c>unauthorized</c>, <c>payment-required</c>, ….</summary>
    public required string Code { get; init; }
}
