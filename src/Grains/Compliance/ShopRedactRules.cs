using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// How a <c>shop/redact</c> stands: a pure function of the stay that it is about. The delivery itself is judged where
/// all claims of an end are; nothing here ends anything. What erases the shop is a teardown, and what closes the
/// request is that teardown's certificate.
/// </summary>
internal static class ShopRedactRules
{
    /// <summary>Decides.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stay">The stay that it is about, as it is now.</param>
    /// <param name="isDeliveryWaiting">True while its delivery waits: it may yet be about another stay.</param>
    /// <param name="now">The time.</param>
    /// <param name="lookAgain">After what time a request that waits looks again.</param>
    public static ComplianceStep Decide(
        ComplianceRequest request, ComplianceStay stay, bool isDeliveryWaiting, DateTimeOffset now, TimeSpan lookAgain)
    {
        if (stay.Certificate is { } certificate)
            return ComplianceStep.Close(request, ComplianceCodes.DoneByErasure, certificate);
        if (stay.Shop is null && !stay.HasTeardown)
            return ComplianceStep.Close(request, ComplianceCodes.NothingHeld);
        if (!stay.IsLive)
        {
            return ComplianceStep.Wait(
                request, ComplianceCodes.AwaitsCertificate, now + CustomerRequestRules.SafetyLook);
        }

        if (isDeliveryWaiting || stay.IsConfirming)
            return ComplianceStep.Wait(request, ComplianceCodes.AwaitsConfirmation, now + lookAgain);
        return ComplianceStep.Stall(request, ComplianceCodes.StillInstalled);
    }
}
