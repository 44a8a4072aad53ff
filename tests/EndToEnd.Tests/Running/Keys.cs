using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>What one service is trusted with; made anew for each, so that a log that repeats it is caught.</summary>
public sealed class Keys
{
    /// <summary>The app's client id. Not a secret.</summary>
    public string ApiKey { get; } = "e2e-app-" + RandomText(6);

    /// <summary>The app's client secret.</summary>
    public string ApiSecret { get; } = "e2esecret" + RandomText(16);

    /// <summary>A secret that was replaced and is still accepted.</summary>
    public string PreviousSecret { get; } = "e2eprevious" + RandomText(16);

    /// <summary>An operator's key that may read and act.</summary>
    public string Operator { get; } = RandomText(32);

    /// <summary>Another operator's key that may read and act.</summary>
    public string Colleague { get; } = RandomText(32);

    /// <summary>An operator's key that may only read.</summary>
    public string Viewer { get; } = RandomText(32);

    /// <summary>An operator's key that has ended.</summary>
    public string Expired { get; } = RandomText(32);

    /// <summary>A back end's key that may do everything.</summary>
    public string Service { get; } = RandomText(32);

    /// <summary>A back end's key that may only ask whether the app is installed.</summary>
    public string ServiceReader { get; } = RandomText(32);

    /// <summary>A back end's key that has ended.</summary>
    public string ServiceExpired { get; } = RandomText(32);

    /// <summary>All that must never be seen.</summary>
    public IEnumerable<string> Secrets =>
    [
        ApiSecret, PreviousSecret, Operator, Colleague, Viewer, Expired, Service, ServiceReader, ServiceExpired,
    ];

    /// <summary>Lower-case hex digits, two for each byte.</summary>
    public static string RandomText(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>How a key stands in the configuration.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
