using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;

namespace Shopkeeper.Grains.Participants.Http;

/// <summary>
/// Reads the participants from the configuration. All mistakes are found at once, each with its key, the rule and the
/// remedy; values are never repeated, since one of them is a secret.
/// </summary>
internal static class HttpParticipantSections
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromHours(1);
    private const int MostAnswerBytes = 1024 * 1024;
    private const int MostExportBytes = 32 * 1024 * 1024;

    private static readonly ImmutableArray<string> Known =
    [
        nameof(HttpParticipantOptions.Url), nameof(HttpParticipantOptions.Secret),
        nameof(HttpParticipantOptions.PreviousSecret), nameof(HttpParticipantOptions.KeyedBy),
        nameof(HttpParticipantOptions.Timeout), nameof(HttpParticipantOptions.MaximumAnswerBytes),
        nameof(HttpParticipantOptions.PollAfter), nameof(HttpParticipantOptions.Customers),
        nameof(HttpParticipantOptions.MaximumExportBytes),
    ];

    /// <summary>The participants by name; <paramref name="mistakes"/> is empty when all can be used.</summary>
    public static ImmutableSortedDictionary<string, HttpParticipantOptions> Read(
        IConfiguration configuration, out IReadOnlyList<string> mistakes)
    {
        var found = new List<string>();
        var participants = ImmutableSortedDictionary.CreateBuilder<string, HttpParticipantOptions>(
            StringComparer.Ordinal);
        foreach (var section in configuration.GetSection(HttpParticipantOptions.Section).GetChildren())
        {
            var name = section.Key.ToLowerInvariant();
            if (name == FolderParticipant.ReservedName) CheckFolder(section, found);
            else if (!CertificateCodes.IsName(name))
                found.Add($"{section.Path} has a name that is no kebab-case name of at most 64 characters. Rename it.");
            else participants[name] = Read(section, found);
        }

        mistakes = found;
        return participants.ToImmutable();
    }

    private static void CheckFolder(IConfigurationSection section, List<string> mistakes)
    {
        foreach (var child in section.GetChildren().Where(
            child => !child.Key.Equals(nameof(FolderOptions.Root), StringComparison.OrdinalIgnoreCase)))
        {
            mistakes.Add(
                $"{child.Path} is not known: the name 'files' belongs to the shipped folder participant, which has "
                + "Root alone. Give a participant over HTTP another name.");
        }
    }

    private static HttpParticipantOptions Read(IConfigurationSection section, List<string> mistakes)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Key.Equals("InsideShop", StringComparison.OrdinalIgnoreCase))
            {
                mistakes.Add(
                    $"{child.Path} can't be set: no token goes over the wire, so a participant over HTTP is outside "
                    + "the shop. Remove it, or write the participant as code.");
            }
            else if (!Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                mistakes.Add($"{child.Path} is not known. Use {string.Join(", ", Known)}.");
            }
        }

        return new HttpParticipantOptions
        {
            Url = ReadUrl(section, mistakes),
            Secret = ReadSecret(section, nameof(HttpParticipantOptions.Secret), isRequired: true, mistakes),
            PreviousSecret = ReadSecret(
                section, nameof(HttpParticipantOptions.PreviousSecret), isRequired: false, mistakes),
            KeyedBy = ReadKeyedBy(section, mistakes),
            Timeout = ReadTime(
                section, nameof(HttpParticipantOptions.Timeout), new HttpParticipantOptions().Timeout,
                (ShortestTimeout, LongestTimeout), mistakes),
            MaximumAnswerBytes = ReadBytes(
                section, nameof(HttpParticipantOptions.MaximumAnswerBytes),
                new HttpParticipantOptions().MaximumAnswerBytes, MostAnswerBytes, mistakes),
            Customers = ReadCustomers(section, mistakes),
            MaximumExportBytes = ReadBytes(
                section, nameof(HttpParticipantOptions.MaximumExportBytes),
                new HttpParticipantOptions().MaximumExportBytes, MostExportBytes, mistakes),
            PollAfter = ReadTime(
                section, nameof(HttpParticipantOptions.PollAfter), new HttpParticipantOptions().PollAfter,
                (ShortestPoll, LongestPoll), mistakes),
        };
    }

    private static string ReadUrl(IConfigurationSection section, List<string> mistakes)
    {
        var text = section[nameof(HttpParticipantOptions.Url)] ?? "";
        var isFit = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Query: "", Fragment: "", UserInfo: "" };
        if (!isFit)
        {
            mistakes.Add(
                $"{section.Path}:Url has to be an https address, or http on a loopback address, without query, "
                + "fragment or user. Set it to where the participant listens, such as "
                + "https://search.example.com/erasure.");
        }

        return text.TrimEnd('/');
    }

    private static string ReadSecret(
        IConfigurationSection section, string key, bool isRequired, List<string> mistakes)
    {
        var text = section[key] ?? "";
        if ((text.Length > 0 || isRequired) && !ParticipantSecret.TryParse(text, out _))
        {
            mistakes.Add(
                $"{section.Path}:{key} has to be 'whsec_' and 24 to 64 bytes in base64. Set it to the output of "
                + "echo \"whsec_$(openssl rand -base64 32)\", and give the participant the same.");
        }

        return text;
    }

    private static KeyedBy ReadKeyedBy(IConfigurationSection section, List<string> mistakes)
    {
        var text = section[nameof(HttpParticipantOptions.KeyedBy)]?.ToLowerInvariant();
        if (text is not (null or "installation" or "shop"))
            mistakes.Add($"{section.Path}:KeyedBy has to be 'installation' or 'shop'. Set it to one of them.");
        return text == "shop" ? KeyedBy.Shop : KeyedBy.Installation;
    }

    private static TimeSpan ReadTime(
        IConfigurationSection section, string key, TimeSpan standard, (TimeSpan Least, TimeSpan Most) limits,
        List<string> mistakes)
    {
        if (section[key] is not { } text) return standard;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            && value >= limits.Least && value <= limits.Most)
            return value;
        mistakes.Add(
            $"{section.Path}:{key} has to be a time from {limits.Least:c} to {limits.Most:c}. Set it to one, such as "
            + $"{standard:c}.");
        return standard;
    }

    private static int ReadBytes(
        IConfigurationSection section, string key, int standard, int most, List<string> mistakes)
    {
        if (section[key] is not { } text) return standard;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 1024 && value <= most)
            return value;
        mistakes.Add(
            $"{section.Path}:{key} has to be a number from 1024 to {most}. Set it to one, such as {standard}.");
        return standard;
    }

    private static bool ReadCustomers(IConfigurationSection section, List<string> mistakes)
    {
        var text = section[nameof(HttpParticipantOptions.Customers)];
        if (text is null || bool.TryParse(text, out _)) return text is not null && bool.Parse(text);
        mistakes.Add($"{section.Path}:Customers has to be 'true' or 'false'. Set it to one of them.");
        return false;
    }
}
