namespace Shopkeeper.Grains.Participants;

/// <summary>Where installations' files are kept: section <c>Participants:Files</c> of the configuration.</summary>
public sealed class FolderOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Participants:Files";

    /// <summary>
    /// The folder that holds a folder for each installation, as an absolute path; created with mode 0700 where it is
    /// missing. Nothing else may be kept in it. Required.
    /// </summary>
    public string Root { get; set; } = "";
}
