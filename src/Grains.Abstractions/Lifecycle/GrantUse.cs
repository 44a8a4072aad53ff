namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>Who asks for a token.</summary>
public enum GrantUse
{
    /// <summary>The app's own work: jobs, back ends. Refused once the installation has ended.</summary>
    App = 1,

    /// <summary>The teardown of the installation, and the confirmation of its end.</summary>
    Teardown = 2,
}
