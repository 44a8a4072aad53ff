namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Codes of <see cref="InstallReply.Code"/> that decisions depend on.</summary>
public static class InstallCodes
{
    /// <summary>
    /// Shopify does not know the app as installed in the shop (<c>app_not_installed</c>): a session token outlives the
    /// installation by up to a minute (https://github.com/Shopify/shopify-api-ruby/issues/1322).
    /// </summary>
    public const string AppNotInstalled = "app-not-installed";

    /// <summary>The session token is expired or not valid for Shopify: another one may be.</summary>
    public const string InvalidSubjectToken = "invalid-subject-token";

    /// <summary>
    /// An operator has uninstalled the app, and Shopify has not been told yet: opening the app is no reinstall.
    /// </summary>
    public const string UninstallUnderWay = "uninstall-under-way";

    /// <summary>The code of an OAuth error.</summary>
    public static string Of(string oauthError)
    {
        ArgumentNullException.ThrowIfNull(oauthError);
        return oauthError.Replace('_', '-');
    }
}
