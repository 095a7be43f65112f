/// Makes reports that agencies write by template: other names, other figures, the same words around them.
struct TemplateMaker {
    /// A kind of report.
    enum Kind: String, CaseIterable {
        case earnings, results, grain, weather, shares, appointment, dividend
    }

    private static let syllables = [
        "bar", "cor", "dan", "el", "fen", "gar", "hol", "in", "jor", "kel", "lan", "mar", "nor", "or", "pel", "quin",
        "ras", "sol", "tam", "ul", "ver", "wes", "yar", "zan",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let fields = [
        "Energy", "Foods", "Holdings", "Industries", "Bancorp", "Steel", "Pharma", "Airways", "Motors", "Paper",
        "Chemicals", "Insurance",
    ]
    private static let skies = ["sunny", "cloudy", "overcast", "rainy", "stormy", "foggy", "clear", "windy"]
    private static let grains = ["wheat", "corn", "soybeans", "barley", "oats", "sorghum", "rye", "rapeseed"]

    var random: SplitMix64

    private mutating func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }
    private mutating func number(_ range: ClosedRange<Int>) -> String { "\(Int.random(in: range, using: &random))" }
    private mutating func amount() -> String { "\(number(1...999)).\(number(0...99))" }
    private mutating func name() -> String {
        let word = (0..<Int.random(in: 2...3, using: &random)).map { _ in pick(Self.syllables) }.joined()
        return word.prefix(1).uppercased() + word.dropFirst()
    }
    private mutating func company() -> String { "\(name()) \(pick(Self.fields))" }
    private mutating func date() -> String { "\(pick(Self.months)) \(number(1...28))" }

    /// One report.
    mutating func report(_ kind: Kind) -> (title: String, body: String) {
        switch kind {
        case .earnings: earnings()
        case .results: results()
        case .grain: grain()
        case .weather: weather()
        case .shares: shares()
        case .appointment: appointment()
        case .dividend: dividend()
        }
    }

    private mutating func earnings() -> (title: String, body: String) {
        let company = company()
        return (
            "\(company) Q\(number(1...4)) profit rises \(number(1...60)) percent",
            """
            \(company) said on Monday net income for the quarter ended \(date()) was \(amount()) million dollars, or \
            \(amount()) cents per share, compared with \(amount()) million dollars, or \(amount()) cents per share, in the \
            same period a year earlier. Revenue rose to \(amount()) million dollars from \(amount()) million dollars. \
            Analysts on average had expected earnings of \(amount()) cents per share on revenue of \(amount()) million \
            dollars. The company said it expects full-year earnings per share of between \(amount()) and \(amount()) \
            dollars. Shares of \(company) closed at \(amount()) dollars on Friday and have risen \(number(1...60)) percent \
            since the beginning of the year.
            """
        )
    }

    /// With so much text around the figures that two of them are near the limit, or over it.
    private mutating func results() -> (title: String, body: String) {
        let (company, chief) = (company(), "\(name()) \(name())")
        return (
            "\(company) reports results for fiscal \(number(1990...2026))",
            """
            \(company) today announced financial results for its fiscal quarter ended \(date()). The company posted \
            quarterly revenue of \(amount()) million dollars. We are pleased with what the team has achieved in a \
            demanding market, said \(chief), the chief executive. We go on investing in our products, our people and \
            our customers, and we are confident that the measures we have taken will make the business stronger in the \
            years to come. The board of directors has declared a cash dividend of \(amount()) dollars per share, payable \
            on \(date()) to shareholders of record as of the close of business on \(date()). The company will provide a \
            live stream of its conference call on results beginning at \(number(1...12)) in the afternoon, and the \
            recording will be available on its website for about two weeks thereafter. Statements in this release that \
            are not historical facts are forward-looking and involve risks and uncertainties that could cause actual \
            results to differ materially from those expressed or implied.
            """
        )
    }

    private mutating func grain() -> (title: String, body: String) {
        let (grain, port) = (pick(Self.grains), name())
        var rows = ""
        for month in Self.months.shuffled(using: &random).prefix(6) {
            rows += "\(month) \(number(100...999))-\(number(1...3))/4 \(number(100...999)) up \(number(1...9))-1/4\n"
        }
        return (
            "\(port) \(grain) prices",
            """
            \(port) spot and futures prices for \(grain) at the close, in cents per bushel, against the previous close:
            \(rows)Export inspections in the week were \(number(100...999)) thousand bushels, against \
            \(number(100...999)) thousand the week before and \(number(100...999)) thousand a year ago.
            """
        )
    }

    private mutating func weather() -> (title: String, body: String) {
        let region = name()
        return (
            "Weather for \(region), \(date())",
            """
            The weather for \(region) and its surroundings: \(pick(Self.skies)) in the morning with temperatures around \
            \(number(-9...35)) degrees, \(pick(Self.skies)) in the afternoon with a high of \(number(-9...35)) degrees \
            and winds from the \(pick(["north", "south", "east", "west"])) at \(number(5...80)) kilometres per hour. In the \
            evening it will be \(pick(Self.skies)), with a low of \(number(-9...35)) degrees overnight. The chance of rain is \
            \(number(0...100)) percent. Sunrise is at \(number(4...8)):\(number(10...59)), sunset at \
            \(number(16...21)):\(number(10...59)). The outlook for tomorrow is \(pick(Self.skies)).
            """
        )
    }

    private mutating func shares() -> (title: String, body: String) {
        let (company, rival) = (company(), company())
        return (
            "\(company) shares fall \(number(2...30)) percent",
            """
            Shares of \(company) fell as much as \(number(2...30)) percent to \(amount()) dollars in early trading on \
            \(pick(Self.months)) \(number(1...28)) after brokerage \(name()) & \(name()) cut its rating on the stock to \
            hold from buy and lowered its price target to \(amount()) dollars from \(amount()) dollars. Shares of rival \
            \(rival) were down \(number(1...9)) percent at \(amount()) dollars. About \(number(100...999)) thousand shares \
            had changed hands, \(number(2...9)) times the average of the last \(number(10...90)) days.
            """
        )
    }

    private mutating func appointment() -> (title: String, body: String) {
        let (company, person, city) = (company(), "\(name()) \(name())", name())
        return (
            "\(company) names \(person) finance chief",
            """
            \(company), based in \(city), said it has appointed \(person) as its chief financial officer with effect from \
            \(date()). \(person), \(number(38...64)), joins from \(self.company()), where he spent \(number(2...25)) years \
            in various roles. He succeeds \(name()) \(name()), who has decided to retire after more than \
            \(number(5...30)) years with the company and will stay until the end of the year as an adviser to help with \
            the handover, the company said in a statement.
            """
        )
    }

    private mutating func dividend() -> (title: String, body: String) {
        let company = company()
        return (
            "\(company) sets payout",
            "Qtly div \(number(1...90)) cts vs \(number(1...90)) cts prior. Pay \(date()). Record \(date()). \(company)."
        )
    }
}
