using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Compliance;

namespace Shopkeeper.Grains.Tests.Compliance;

/// <summary>What the stay of a shop means for what is asked, as tables. No outcome: there is work to do.</summary>
public sealed class RequestRulesTests
{
    private const string ShopRedact = "shop/redact";

    [Theory]
    [InlineData("live", null, null)]
    [InlineData("confirming", null, null)]
    [InlineData("ended", null, null)]
    [InlineData("ended-before", "Waiting", ComplianceCodes.AwaitsCertificate)]
    [InlineData("purged", "Waiting", ComplianceCodes.AwaitsCertificate)]
    [InlineData("certified", "Closed", ComplianceCodes.NotExported)]
    [InlineData("certified-before", "Closed", ComplianceCodes.NothingHeld)]
    [InlineData("unknown", "Closed", ComplianceCodes.NothingHeld)]
    public void Data_request_is_exported_while_its_data_is_there_and_says_so_when_it_was_not(
        string stay, string? state, string? code) =>
        AssertStep(
            CustomerRequestRules.DecideExport(Samples.Request(), Samples.Stay(stay), Samples.Subject, Samples.Now),
            stay, state, code);

    [Theory]
    [InlineData("live", null, null)]
    [InlineData("confirming", null, null)]
    [InlineData("ended", "Waiting", ComplianceCodes.AwaitsCertificate)]
    [InlineData("purged", "Waiting", ComplianceCodes.AwaitsCertificate)]
    [InlineData("certified", "Closed", ComplianceCodes.DoneByErasure)]
    [InlineData("unknown", "Closed", ComplianceCodes.NothingHeld)]
    public void Redaction_is_carried_out_while_the_stay_lasts_and_answered_by_its_erasure_after(
        string stay, string? state, string? code) =>
        AssertStep(
            CustomerRequestRules.DecideRedact(
                Samples.Request("customers/redact"), Samples.Stay(stay), Samples.Subject, Samples.Now),
            stay, state, code);

    [Theory]
    [InlineData("live", true, "Waiting", ComplianceCodes.AwaitsConfirmation)]
    [InlineData("live", false, "Stalled", ComplianceCodes.StillInstalled)]
    [InlineData("confirming", false, "Waiting", ComplianceCodes.AwaitsConfirmation)]
    [InlineData("ended", false, "Waiting", ComplianceCodes.AwaitsCertificate)]
    [InlineData("purged", false, "Waiting", ComplianceCodes.AwaitsCertificate)]
    [InlineData("certified", false, "Closed", ComplianceCodes.DoneByErasure)]
    [InlineData("unknown", false, "Closed", ComplianceCodes.NothingHeld)]
    public void Shop_redact_ends_nothing_by_itself_and_is_closed_by_a_certificate_alone(
        string stay, bool waits, string state, string code) =>
        AssertStep(
            ShopRedactRules.Decide(
                Samples.Request(ShopRedact), Samples.Stay(stay), waits, Samples.Now, TimeSpan.FromSeconds(5)),
            stay, state, code);

    [Fact]
    public void Customers_request_that_can_not_be_read_or_names_another_shop_stands_in_sight()
    {
        var lost = CustomerRequestRules.DecideRedact(
            Samples.Request("customers/redact"), Samples.Stay("live"), null, Samples.Now);
        var other = CustomerRequestRules.DecideExport(
            Samples.Request(), Samples.Stay("live"), Samples.Subject with { ShopId = 8 }, Samples.Now);

        AssertStep(lost, "live", "Stalled", ComplianceCodes.Undecryptable);
        AssertStep(other, "live", "Stalled", ComplianceCodes.OtherShopId);
    }

    private static void AssertStep(ComplianceStep? step, string stay, string? state, string? code)
    {
        Assert.Equal((state, code), (step?.Request.State.ToString(), step?.Request.Code));
        if (step is null) return;
        var proves = stay.StartsWith("certified", StringComparison.Ordinal);
        Assert.Equal(proves ? Samples.Certificate : null, step.Request.Certificate);
        // What waits is looked at again; what stands still or is closed is not.
        Assert.Equal(state == "Waiting", step.Request.NextAttemptAt > Samples.Now);
        if (state != "Waiting") Assert.Null(step.Request.NextAttemptAt);
    }
}
