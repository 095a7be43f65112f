/// Words that dates are written with, in the languages most news is written in, in lower case.
enum DateWords {
    /// January to December: names, the forms after a day, and the usual abbreviations.
    private static let monthNames: [String] = [
        "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia ocak января январь янв січня",
        "february feb februar feber février févr fév febrero febbraio fevereiro fev februari luty lutego şubat февраля февраль фев лютого",
        "march mar märz mär maerz mars marzo março maart mrt marts marzec marca mart марта март мар березня",
        "april apr avril avr abril abr aprile kwiecień kwietnia nisan апреля апрель апр квітня",
        "may mai mayo maggio mag maio mei maj maja mayıs мая май травня",
        "june jun juni juin junio giugno giu junho czerwiec czerwca haziran июня июнь июн червня",
        "july jul juli juillet juil julio luglio lug julho lipiec lipca temmuz июля июль июл липня",
        "august aug août aout agosto ago augustus augusti sierpień sierpnia ağustos августа август авг серпня",
        "september sep sept septembre septiembre settembre set setembro wrzesień września eylül сентября сентябрь сен сент вересня",
        "october oct oktober okt octobre octubre ottobre ott outubro out październik października ekim октября октябрь окт жовтня",
        "november nov novembre noviembre novembro listopad listopada kasım ноября ноябрь ноя листопада",
        "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro desember des grudzień grudnia aralık декабря декабрь дек грудня",
    ]

    private static let weekdayNames =
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun "
        + "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
        + "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim "
        + "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom "
        + "domenica lunedì martedì mercoledì giovedì venerdì sabato mar gio sab "
        + "segunda terça quarta quinta sexta feira seg ter qua qui sex "
        + "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
        + "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag "
        + "poniedziałek wtorek środa czwartek piątek sobota niedziela "
        + "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс"

    /// Words that stand beside a date and are not part of it.
    private static let fillerWords =
        "at on of the published posted updated modified date first last st nd rd th time by "
        + "am um uhr den der vom veröffentlicht stand le la les du à h publié mis jour er el de del a las las publicado "
        + "il alle ore pubblicato às em op om uur kl klo klokken den г в года o godz r º ª"

    /// Month by name.
    static let months: [String: Int64] = {
        var months: [String: Int64] = [:]
        for (index, names) in monthNames.enumerated() {
            for name in names.split(separator: " ") { months[String(name)] = Int64(index + 1) }
        }
        return months
    }()

    static let weekdays = Set(weekdayNames.split(separator: " ").map(String.init))
    static let fillers = Set(fillerWords.split(separator: " ").map(String.init))
}
