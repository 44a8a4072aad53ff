using Microsoft.Extensions.Options;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Tokens;

/// <summary>Checks <see cref="TokensOptions"/> at start.</summary>
internal sealed class TokensOptionsValidator(IOptions<ShopifyOptions> shopify) : IValidateOptions<TokensOptions>
{
    private static readonly TimeSpan LeaseMaximum = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, TokensOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var refusals = Check(options).Where(rule => !rule.Holds).Select(rule => rule.Refusal).ToList();
        return refusals.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(refusals);
    }

    private IEnumerable<(bool Holds, string Refusal)> Check(TokensOptions options)
    {
        yield return (
            options.RefreshBeforeMinimum > TimeSpan.Zero
                && options.RefreshBeforeMaximum >= options.RefreshBeforeMinimum,
            "Tokens:RefreshBeforeMinimum is above zero and at most RefreshBeforeMaximum; set both.");
        yield return (
            options.RefreshLease > shopify.Value.CallBudget && options.RefreshLease <= LeaseMaximum,
            "Tokens:RefreshLease is longer than Shopify:CallBudget and at most 00:10:00; set it within.");
        yield return (
            options.BusyWait >= TimeSpan.Zero && options.BusyWait <= TimeSpan.FromSeconds(15),
            "Tokens:BusyWait is 00:00:00 to 00:00:15; set it within.");
        yield return (
            options.RetryFirst > TimeSpan.Zero && options.RetryMaximum >= options.RetryFirst,
            "Tokens:RetryFirst is above zero and at most RetryMaximum; set both.");
        yield return (
            options.RefusedApart > TimeSpan.Zero && options.RefusedRetryAfter >= options.RefusedApart,
            "Tokens:RefusedApart is above zero and at most RefusedRetryAfter; set both.");
        yield return (
            options.KeepWarm.After > options.KeepWarm.Jitter && options.KeepWarm.Jitter >= TimeSpan.Zero,
            "Tokens:KeepWarm:After is longer than Jitter, which is at least zero; set both.");
        yield return (
            options.KeepWarm.RetryAfter > TimeSpan.Zero, "Tokens:KeepWarm:RetryAfter is above zero; set it higher.");
        yield return (
            options.KeepWarm.PerMinute is >= 1 and <= 10_000,
            "Tokens:KeepWarm:PerMinute is 1 to 10000; set it within.");
    }
}
