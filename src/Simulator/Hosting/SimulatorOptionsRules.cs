using System.Net;
using System.Text.RegularExpressions;

namespace Shopkeeper.Simulator.Hosting;

/// <summary>Refuses options that can't work, naming the option and the remedy.</summary>
internal static partial class SimulatorOptionsRules
{
    public static void Check(SimulatorOptions options)
    {
        Require(IsLoopback(options.Url), "Url", "Give plain http on loopback, such as http://127.0.0.1:5090.");
        Require(!string.IsNullOrWhiteSpace(options.ApiKey), "ApiKey", "Give the app's client id.");
        Require(options.ApiSecret.Length >= 16, "ApiSecret", "Give the app's client secret, 16 characters or more.");
        Require(IsHttp(options.AppUrl), "AppUrl", "Give the app's absolute http or https address.");
        Require(Version().IsMatch(options.ApiVersion), "ApiVersion", "Give a version such as 2026-10.");
        Require(options.ProductCount is >= 0 and <= 100_000, "ProductCount", "Give a number from 0 to 100000.");
        Require(options.DeliveryRetries is >= 0 and <= 100, "DeliveryRetries", "Give a number from 0 to 100.");
        Require(options.DeliveryTimeout > TimeSpan.Zero, "DeliveryTimeout", "Give a time above zero.");
        Require(options.FirstRetryAfter >= TimeSpan.Zero, "FirstRetryAfter", "Give a time of zero or more.");
        Require(options.ShopRedactAfter >= TimeSpan.Zero, "ShopRedactAfter", "Give a time of zero or more.");
        Require(options.TimeScale is >= 1 and <= 1_000_000, "TimeScale", "Give a number from 1 to 1000000.");
        foreach (var subscription in options.AppSubscriptions ?? [])
            Require(IsHttp(subscription.Address), "AppSubscriptions", "Give each an http or https address.");
    }

    public static bool IsHttp(Uri? address) =>
        address is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == "http" && address.AbsolutePath == "/"
        && (address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)
            && IPAddress.IsLoopback(ip)));

    private static void Require(bool holds, string option, string remedy)
    {
        if (!holds) throw new ArgumentException($"Simulator option {option} is not usable. {remedy}", option);
    }

    [GeneratedRegex(@"\A\d{4}-\d{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
