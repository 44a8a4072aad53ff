using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Operations;

/// <summary>A row of <c>audit_log</c>.</summary>
internal sealed record AuditRow
{
    public Guid Id { get; init; }

    public DateTimeOffset At { get; init; }

    public string Actor { get; init; } = "";

    public string Action { get; init; } = "";

    public byte[]? ShopHash { get; init; }

    public InstallationId? InstallationId { get; init; }

    public Guid? TeardownId { get; init; }

    public Guid? RequestId { get; init; }

    public string? Step { get; init; }

    public string? Participant { get; init; }

    public string? Reason { get; init; }

    public byte[]? Note { get; init; }

    public int? Status { get; init; }

    public string? Outcome { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public AuditEntry ToEntry(string? note) => new()
    {
        Id = Id,
        At = At,
        Actor = Actor,
        Action = Action,
        ShopHash = ShopHash is null ? null : Convert.ToHexStringLower(ShopHash),
        Installation = InstallationId,
        Teardown = TeardownId,
        Request = RequestId,
        Step = Step,
        Participant = Participant,
        Reason = Reason,
        Note = note,
        Status = Status,
        Outcome = Outcome,
        CompletedAt = CompletedAt,
    };
}
