import ArgumentParser
import Daemon
import Glibc

/// The command line of storyd.
@main
struct Storyd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storyd",
        abstract: "Watches a drop folder, groups news articles into stories, and tells the journal.",
        discussion: """
            Drop article files into the folder and read the journal:

              journalctl -fu storyd                     every decision as it is made
              journalctl -u storyd OUTCOME=new-story    the front page
              journalctl -u storyd STORY_ID=…           one story

            As a service: systemctl enable --now storyd. By hand: storyd run. Without a folder: storyd assign.
            """,
        version: StorydService.version,
        subcommands: [
            Run.self, CheckConfig.self, Assign.self, Evaluate.self, Explain.self, Status.self, Stories.self, Story.self,
            Article.self,
            Search.self, Duplicates.self, Report.self, Merge.self, Move.self, Requeue.self,
            Retell.self, Import.self, Export.self, Backup.self, Inspect.self,
        ])

    static func main() async {
        // libdispatch asks for thread priorities that no unprivileged service gets, and says so at every start. An
        // operator who wants its log sets the variable.
        setenv("LIBDISPATCH_LOG", "NO", 0)
        await main(nil)
    }
}
