export { averagedTeachers } from "./averaged-teachers.js";
export { confidentTeachers } from "./confident-teachers.js";
