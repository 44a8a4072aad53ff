using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// What the stay of a shop means for a request about one of its customers: pure functions. Null says that there is
/// something to do; else the request stands as answered.
/// </summary>
internal static class CustomerRequestRules
{
    /// <summary>
    /// How rarely a request that only a certificate ends is looked at: the certificate's own transaction closes it.
    /// </summary>
    public static readonly TimeSpan SafetyLook = TimeSpan.FromHours(1);

    /// <summary>A data request: exported while the stay lasts, or its data is still there.</summary>
    public static ComplianceStep? DecideExport(
        ComplianceRequest request, ComplianceStay stay, ComplianceSubject? subject, DateTimeOffset now)
    {
        var isLate = stay.EndedAt is { } ended && request.RecordedAt >= ended;
        if (stay.Certificate is { } certificate)
        {
            return ComplianceStep.Close(
                request, isLate ? ComplianceCodes.NothingHeld : ComplianceCodes.NotExported, certificate);
        }

        if (Decide(request, stay, subject) is { } settled) return settled;
        // Its data may be half erased: what is left is not what the customer asked for.
        return isLate || stay.Shop is null
            ? ComplianceStep.Wait(request, ComplianceCodes.AwaitsCertificate, now + SafetyLook)
            : null;
    }

    /// <summary>A redaction: carried out while the stay lasts; its end erases the customer with all else.</summary>
    public static ComplianceStep? DecideRedact(
        ComplianceRequest request, ComplianceStay stay, ComplianceSubject? subject, DateTimeOffset now)
    {
        if (stay.Certificate is { } certificate)
            return ComplianceStep.Close(request, ComplianceCodes.DoneByErasure, certificate);
        if (Decide(request, stay, subject) is { } settled) return settled;
        return stay.IsLive
            ? null
            : ComplianceStep.Wait(request, ComplianceCodes.AwaitsCertificate, now + SafetyLook);
    }

    /// <summary>
    /// True when two requests are about one customer: when any of what names him is the same, an order included.
    /// </summary>
    public static bool IsSame(ComplianceSubject one, ComplianceSubject other)
    {
        static bool Same(string? text, string? wanted) =>
            text is not null && text.Equals(wanted, StringComparison.OrdinalIgnoreCase);
        return (one.CustomerId is { } id && id == other.CustomerId)
            || Same(one.Email, other.Email)
            || Same(one.Phone, other.Phone)
            || one.Orders.Intersect(other.Orders).Any();
    }

    /// <summary>How soon it is looked again whether an export was handed over: often at first, then rarely.</summary>
    public static TimeSpan HandoverPause(TimeSpan waited, ComplianceOptions options)
    {
        var grown = waited / 10;
        if (grown > SafetyLook) return SafetyLook;
        return grown > options.LookAgain ? grown : options.LookAgain;
    }

    private static ComplianceStep? Decide(
        ComplianceRequest request, ComplianceStay stay, ComplianceSubject? subject)
    {
        if (stay.Shop is null && !stay.HasTeardown)
            return ComplianceStep.Close(request, ComplianceCodes.NothingHeld);
        if (subject is null) return ComplianceStep.Stall(request, ComplianceCodes.Undecryptable);
        return stay.Shop is not null && subject.ShopId is { } named && named != stay.ShopId
            ? ComplianceStep.Stall(request, ComplianceCodes.OtherShopId)
            : null;
    }
}
